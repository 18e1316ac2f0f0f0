import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type PreconditionRow,
  preconditionMatrix,
  recordings,
  type Vector,
  vectors,
  vectorText,
} from '@whipway/test-rig/fixtures';
import { nodeListener } from '../src/node.js';
import { type FrontDoor, frontDoor } from './support/front-door.js';
import { type Listening, listen } from './support/listening.js';
import type { RawResponse } from './support/raw-http.js';
import { WhipClient } from './support/whip-client.js';

type Mode = 'strict' | 'lenient';
const MODES: readonly Mode[] = ['strict', 'lenient'];

/** One front door on a port of its own, and a client for it. */
interface Served {
  readonly door: FrontDoor;
  readonly client: WhipClient;
  readonly listening: Listening;
}

const running: Served[] = [];

async function serve(mode: Mode): Promise<Served> {
  const protocol = { bodies: mode, ifMatch: mode };
  const door = frontDoor({ gateway: { protocol } });
  const listening = await listen(nodeListener(door.handler));
  const served = { door, listening, client: new WhipClient(listening.port) };
  running.push(served);
  return served;
}

afterEach(async () => {
  for (const { door, listening } of running.splice(0)) {
    await door.gateway.close();
    await listening.stop();
    expect(door.gateway.sessions()).toEqual([]);
    expect(door.backend.running).toEqual([]);
  }
});

describe.each(MODES)('offers over HTTP, %s', (mode) => {
  it.each(vectors('offer').map((vector): [string, Vector] => [vector.id, vector]))(
    '%s',
    async (_id, vector) => {
      const { client } = await serve(mode);
      const response = await client.send(client.offer('live', vector.body));
      expect([response.status, response.body]).toEqual([vector[mode], expect.any(String)]);
      if (response.status === 201) {
        expect(response.header('content-type')).toBe('application/sdp');
        expect(response.header('etag')).toMatch(/^"[\x21\x23-\x7e]+"$/);
        expect(response.body).toMatch(/^v=0\r\n/);
      } else {
        expect(JSON.parse(response.body)).toMatchObject({ status: vector[mode] });
      }
    },
  );
});

describe.each(MODES)('fragments over HTTP, %s', (mode) => {
  it.each(vectors('frag').map((vector): [string, Vector] => [vector.id, vector]))(
    '%s',
    async (_id, vector) => {
      const { client, door } = await serve(mode);
      const { path, etag } = await client.publish();
      const ifMatch = vector.ifMatch === '*' ? '*' : etag;
      const response = await client.patch(path, vector.body, ifMatch);
      expect([response.status, response.body]).toEqual([vector[mode], expect.any(String)]);
      if (vector.candidatesApplied !== undefined) {
        expect(door.backend.sessions[0]?.candidates).toHaveLength(vector.candidatesApplied);
      }
      if (response.status === 204) {
        expect(response.body).toBe('');
        expect(response.header('etag')).toBeUndefined();
      }
    },
  );
});

describe.each(MODES)('If-Match over HTTP, %s (S-83, S-84, S-98, S-101)', (mode) => {
  const rows = preconditionMatrix().map((row): [string, PreconditionRow] => [
    [row.method, row.body, row.seq?.join(' then '), row.ifMatch].filter(Boolean).join(' '),
    row,
  ]);

  it.each(rows)('%s', async (_name, row) => {
    const { client } = await serve(mode);
    const { path, etag } = await client.publish();
    const expected = [row[mode] ?? row.strict].flat();
    const statuses: number[] = [];
    let current = etag;
    const note = (response: RawResponse) => {
      statuses.push(response.status);
      current = response.header('etag') ?? current;
    };
    if (row.method) {
      for (let left = row.method === 'DELETE twice' ? 2 : 1; left > 0; left -= 1) {
        note(await client.end(path, row.ifMatch ?? null));
      }
    } else if (row.seq) {
      for (const step of row.seq) note(await runStep(client, path, step, { etag, current }));
    } else {
      const tag = row.ifMatch ?? null;
      note(await client.patch(path, vectorText(row.body ?? ''), tag && ifMatchValue(tag, etag)));
    }
    expect(statuses).toEqual(expected);
    if (row.newEtag) expect(current).not.toBe(etag);
  });
});

const STEP_TAGS: Readonly<Record<string, (tags: { etag: string; current: string }) => string>> = {
  '*': () => '*',
  current: ({ current }) => current,
  'old-etag': ({ etag }) => etag,
};

async function runStep(
  client: WhipClient,
  path: string,
  step: string,
  tags: { etag: string; current: string },
): Promise<RawResponse> {
  const [body = '', tag = ''] = step.split(' ');
  const text = vectorText(body);
  const fragment = step.endsWith('(new candidate)') ? text.replaceAll('61764', '61999') : text;
  const value = STEP_TAGS[tag]?.(tags);
  if (value === undefined) throw new Error(`unknown step ${step}`);
  return await client.patch(path, fragment, value);
}

/** The matrix writes `current` for the session's tag with its quotes. */
function ifMatchValue(pattern: string, etag: string): string {
  return pattern.replace('unquoted-current', etag.replaceAll('"', '')).replace('current', etag);
}

describe('recorded clients over HTTP, lenient', () => {
  it.each(recordings().map((recording) => [recording.client, recording] as const))(
    '%s',
    async (_client, { offer, fragments }) => {
      const { client } = await serve('lenient');
      const { path, etag } = await client.publish('live', offer);
      let current = etag;
      for (const { text, restart } of fragments) {
        const response = await client.patch(path, text, restart ? '*' : current);
        expect([response.status, response.body]).toEqual([restart ? 200 : 204, expect.any(String)]);
        current = response.header('etag') ?? current;
      }
      expect((await client.end(path)).status).toBe(200);
    },
  );
});
