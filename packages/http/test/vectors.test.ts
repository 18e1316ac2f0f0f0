import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import { type FrontDoor, frontDoor, PUBLISH_TOKEN } from './support/front-door.js';
import { type RawResponse, send } from './support/raw-http.js';

type Mode = 'strict' | 'lenient';
const MODES: readonly Mode[] = ['strict', 'lenient'];
const AUTHORIZATION = ['Authorization', `Bearer ${PUBLISH_TOKEN}`] as const;
const FRAGMENT_TYPE = 'application/trickle-ice-sdpfrag';

/** One front door on a port of its own, and a client for it. */
class Served {
  static readonly running: Served[] = [];
  readonly door: FrontDoor;
  readonly #server: Server;
  #ready: Promise<number> | undefined;

  constructor(mode: Mode, endpoint = 'live') {
    this.endpoint = endpoint;
    this.door = frontDoor({
      http: { ifMatch: mode },
      gateway: { protocol: { bodies: mode, ifMatch: mode } },
    });
    this.#server = createServer(nodeListener(this.door.handler));
    Served.running.push(this);
  }

  readonly endpoint: string;

  port(): Promise<number> {
    this.#ready ??= new Promise((resolve) =>
      this.#server.listen(0, '127.0.0.1', () =>
        resolve((this.#server.address() as AddressInfo).port),
      ),
    );
    return this.#ready;
  }

  async post(offer: string | Buffer, type = 'application/sdp'): Promise<RawResponse> {
    return await send(await this.port(), {
      method: 'POST',
      path: `/whip/endpoint/${this.endpoint}`,
      headers: [AUTHORIZATION, ['Content-Type', type]],
      body: offer,
    });
  }

  async patch(
    path: string,
    fragment: string | Buffer,
    ifMatch: string | null,
  ): Promise<RawResponse> {
    const precondition = ifMatch === null ? [] : [['If-Match', ifMatch] as const];
    return await send(await this.port(), {
      method: 'PATCH',
      path,
      headers: [AUTHORIZATION, ['Content-Type', FRAGMENT_TYPE], ...precondition],
      body: fragment,
    });
  }

  async remove(path: string, ifMatch: string | null): Promise<RawResponse> {
    const precondition = ifMatch === null ? [] : [['If-Match', ifMatch] as const];
    const headers = [AUTHORIZATION, ...precondition];
    return await send(await this.port(), { method: 'DELETE', path, headers });
  }

  async open(offer = vectorText('OK-O1')): Promise<{ path: string; etag: string }> {
    const created = await this.post(offer);
    expect([created.status, created.body]).toEqual([201, expect.stringMatching(/^v=0\r\n/)]);
    return { path: created.header('location') ?? '', etag: created.header('etag') ?? '' };
  }

  async stop(): Promise<void> {
    await this.door.gateway.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    expect(this.door.gateway.sessions()).toEqual([]);
    expect(this.door.backend.running).toEqual([]);
  }
}

afterEach(async () => {
  await Promise.all(Served.running.splice(0).map((served) => served.stop()));
});

describe.each(MODES)('offers over HTTP, %s', (mode) => {
  it.each(vectors('offer').map((vector): [string, Vector] => [vector.id, vector]))(
    '%s',
    async (_id, vector) => {
      const served = new Served(mode);
      const response = await served.post(vector.body, vector.contentType);
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
      const served = new Served(mode);
      const { path, etag } = await served.open();
      const ifMatch = vector.ifMatch === '*' ? '*' : etag;
      const response = await served.patch(path, vector.body, ifMatch);
      expect([response.status, response.body]).toEqual([vector[mode], expect.any(String)]);
      if (vector.candidatesApplied !== undefined) {
        expect(served.door.backend.sessions[0]?.candidates).toHaveLength(vector.candidatesApplied);
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
    const served = new Served(mode);
    const { path, etag } = await served.open();
    const expected = [row[mode] ?? row.strict].flat();
    const statuses: number[] = [];
    let current = etag;
    const note = (response: RawResponse) => {
      statuses.push(response.status);
      current = response.header('etag') ?? current;
    };
    if (row.method) {
      for (let left = row.method === 'DELETE twice' ? 2 : 1; left > 0; left -= 1) {
        note(await served.remove(path, row.ifMatch ?? null));
      }
    } else if (row.seq) {
      for (const step of row.seq) note(await runStep(served, path, step, { etag, current }));
    } else {
      const tag = row.ifMatch ?? null;
      note(await served.patch(path, vectorText(row.body ?? ''), tag && ifMatchValue(tag, etag)));
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
  served: Served,
  path: string,
  step: string,
  tags: { etag: string; current: string },
): Promise<RawResponse> {
  const [body = '', tag = ''] = step.split(' ');
  const text = vectorText(body);
  const fragment = step.endsWith('(new candidate)') ? text.replaceAll('61764', '61999') : text;
  const value = STEP_TAGS[tag]?.(tags);
  if (value === undefined) throw new Error(`unknown step ${step}`);
  return await served.patch(path, fragment, value);
}

/** The matrix writes `current` for the session's tag with its quotes. */
function ifMatchValue(pattern: string, etag: string): string {
  return pattern.replace('unquoted-current', etag.replaceAll('"', '')).replace('current', etag);
}

describe('recorded clients over HTTP, lenient', () => {
  it.each(recordings().map((recording) => [recording.client, recording] as const))(
    '%s',
    async (_client, { offer, fragments }) => {
      const served = new Served('lenient');
      const { path, etag } = await served.open(offer);
      let current = etag;
      for (const { text, restart } of fragments) {
        const response = await served.patch(path, text, restart ? '*' : current);
        expect([response.status, response.body]).toEqual([restart ? 200 : 204, expect.any(String)]);
        current = response.header('etag') ?? current;
      }
      expect((await served.remove(path, null)).status).toBe(200);
    },
  );
});
