import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { nodeListener } from '../src/node.js';
import { eventually } from './support/eventually.js';
import { type FrontDoor, frontDoor, PUBLISH_TOKEN } from './support/front-door.js';
import { type Listening, listen } from './support/listening.js';
import {
  openConnection,
  type RawConnection,
  type RawRequest,
  type RawResponse,
  requestBytes,
} from './support/raw-http.js';
import { WhipClient } from './support/whip-client.js';

/** The default deadline of a body, milliseconds. */
const BODY_TIME = 10_000;

let door: FrontDoor;
let listening: Listening;
let client: WhipClient;
let connections: RawConnection[];

beforeEach(async () => {
  door = frontDoor();
  listening = await listen(nodeListener(door.handler));
  client = new WhipClient(listening.port);
  connections = [];
});

/** Nothing may be left of any test: no session, no session of the backend, no timer, no socket. */
afterEach(async () => {
  for (const connection of connections) connection.close();
  try {
    await eventually(async () => (await listening.connections()) === 0);
    await door.gateway.close();
    expect(door.gateway.sessions()).toEqual([]);
    expect(door.backend.running).toEqual([]);
    // A request whose socket broke may still be on its way to find that out.
    await eventually(() => door.clock.pending === 0);
  } finally {
    await listening.stop();
  }
});

async function connect(): Promise<RawConnection> {
  const connection = await openConnection(client.port);
  connections.push(connection);
  return connection;
}

/** Sends a request; its response is read later, from the connection. */
async function begin(request: RawRequest): Promise<RawConnection> {
  const connection = await connect();
  connection.socket.write(requestBytes(request));
  return connection;
}

const code = ({ body }: RawResponse) => JSON.parse(body).code;

/** The head of a POST that promises more than it brings. */
function partOfOffer(promised: number, body: string): Buffer {
  const { body: _, ...offer } = client.offer();
  const headers = [...(offer.headers ?? []), ['Content-Length', String(promised)] as const];
  return Buffer.concat([requestBytes({ ...offer, headers }), Buffer.from(body)]);
}

describe('bodies that are too much, too slow or not whole', () => {
  it('one of 300 kB: 413, then a clean end (S-29)', async () => {
    const connection = await begin(client.offer('live', vectorText('BAD-O29')));
    const response = await connection.response('POST');
    expect([response.status, code(response)]).toEqual([413, 'body-too-large']);
    expect(response.header('connection')).toBe('close');
    await connection.closed();
    expect(connection.failure).toBeUndefined();
  });

  it('one of 4 MB that is still on its way: its sender can read the 413', async () => {
    const connection = await begin(client.offer('live', 'x'.repeat(4_000_000)));
    // A sender that looks for the response only after it has sent all.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await connection.response('POST')).status).toBe(413);
    await connection.closed();
    expect(connection.failure).toBeUndefined();
  });

  it('a slow one: 408 at the deadline, then a clean end (slowloris)', async () => {
    const connection = await connect();
    connection.socket.write(partOfOffer(1_000, 'v=0\r\n'));
    await eventually(() => door.clock.pendingFor(BODY_TIME) === 1);
    for (let drips = 0; drips < 9; drips += 1) {
      connection.socket.write('a');
      door.clock.advance(1_000);
    }
    door.clock.advance(1_000);
    const response = await connection.response('POST');
    expect([response.status, code(response)]).toEqual([408, 'body-timeout']);
    expect(response.header('connection')).toBe('close');
    await connection.closed();
    expect(connection.failure).toBeUndefined();
    expect(door.clock.pending).toBe(0);
  });

  it('fifty slow ones at once leave nothing behind', async () => {
    const all = await Promise.all(Array.from({ length: 50 }, connect));
    for (const connection of all) connection.socket.write(partOfOffer(1_000, 'v=0\r\n'));
    await eventually(() => door.clock.pendingFor(BODY_TIME) === 50);
    door.clock.advance(10_000);
    const responses = await Promise.all(all.map((connection) => connection.response('POST')));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([408]));
    await Promise.all(all.map((connection) => connection.closed()));
    await eventually(async () => (await listening.connections()) === 0);
  });

  it.each([
    ['without a token', [], 401],
    ['of another type', [['Authorization', `Bearer ${PUBLISH_TOKEN}`]], 415],
  ] as const)(
    'one %s that does not come: refused, then the end',
    async (_name, headers, status) => {
      const connection = await connect();
      const { body: _, ...offer } = client.offer();
      const slow = requestBytes({ ...offer, headers: [...headers, ['Content-Length', '1000']] });
      connection.socket.write(Buffer.concat([slow, Buffer.from('v=0\r\n')]));
      const dripping = setInterval(() => connection.socket.write('a'), 100);
      try {
        expect((await connection.response('POST')).status).toBe(status);
        await connection.closed();
      } finally {
        clearInterval(dripping);
      }
    },
  );

  it('one without a token that comes a little later: the connection goes on', async () => {
    const connection = await connect();
    const { body: _, ...offer } = client.offer();
    connection.socket.write(requestBytes({ ...offer, headers: [['Content-Length', '1000']] }));
    expect((await connection.response('POST')).status).toBe(401);
    connection.socket.write('a'.repeat(1_000));
    expect((await connection.exchange(client.offer())).status).toBe(201);
  });

  it('one that ends early: 400', async () => {
    const connection = await connect();
    connection.socket.end(partOfOffer(1_000, 'v=0\r\n'));
    expect((await connection.response('POST')).status).toBe(400);
    await connection.closed();
  });

  it('one whose sender is gone ends the reading', async () => {
    const connection = await connect();
    connection.socket.write(partOfOffer(1_000, 'v=0\r\n'));
    await eventually(() => door.clock.pendingFor(BODY_TIME) === 1);
    connection.close();
    await eventually(() => door.clock.pending === 0);
  });

  it('a fragment of 250 kB: 413, and the connection goes on', async () => {
    const { path, etag } = await client.publish();
    const connection = await connect();
    const tooLarge = client.fragment(path, vectorText('BAD-F19'), etag);
    expect((await connection.exchange(tooLarge)).status).toBe(413);
    const fine = client.fragment(path, vectorText('OK-F1'), etag);
    expect((await connection.exchange(fine)).status).toBe(204);
  });
});

describe('many PATCHes at once (S-90)', () => {
  const FIRST = vectorText('OK-F1');

  it('20 with the same candidates: all 204, each candidate at the backend once', async () => {
    const { path, etag } = await client.publish();
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => client.patch(path, FIRST, etag)),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(204));
    expect(door.backend.sessions[0]?.candidates).toHaveLength(2);
  });

  it('20 that overlap: all 204, no candidate lost or doubled', async () => {
    const { path, etag } = await client.publish();
    const bodies = Array.from({ length: 20 }, (_, index) =>
      FIRST.replaceAll(' 61764 ', ` ${62_000 + Math.floor(index / 2)} `),
    );
    const responses = await Promise.all(bodies.map((body) => client.patch(path, body, etag)));
    expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(204));
    const texts = door.backend.sessions[0]?.candidates.map(({ text }) => text) ?? [];
    expect(texts).toHaveLength(20);
    expect(new Set(texts).size).toBe(20);
  });

  it('20 on one connection without waiting for an answer: 20 turns', async () => {
    const { path, etag } = await client.publish();
    const connection = await connect();
    for (let index = 0; index < 20; index += 1) {
      const body = FIRST.replaceAll(' 61764 ', ` ${62_000 + index} `);
      connection.socket.write(requestBytes(client.fragment(path, body, etag)));
    }
    for (let index = 0; index < 20; index += 1) {
      expect((await connection.response('PATCH')).status).toBe(204);
    }
    const ports = door.backend.sessions[0]?.candidates.map(({ port }) => port) ?? [];
    expect(ports).toHaveLength(40);
    expect(new Set(ports).size).toBe(20);
  });
});

describe('DELETE does not wait', () => {
  it.each([
    ['a trickle', 'addCandidates', 'OK-F1'],
    ['a restart', 'restartIce', 'OK-F6'],
  ] as const)('for %s that is under way', async (_name, step, vector) => {
    const { path } = await client.publish();
    door.backend.hold(step);
    const patch = await begin(client.fragment(path, vectorText(vector), '*'));
    await door.backend.waitFor(step);
    const waiting = await begin(client.fragment(path, vectorText('OK-F1'), '*'));
    expect((await client.end(path)).status).toBe(200);
    for (const connection of [patch, waiting]) {
      const response = await connection.response('PATCH');
      expect([404, 409]).toContain(response.status);
    }
    expect(door.backend.running).toEqual([]);
    expect((await client.end(path)).status).toBe(404);
  });

  it('for another DELETE: one 200, the rest 200 or 404', async () => {
    const { path } = await client.publish();
    const responses = await Promise.all(Array.from({ length: 5 }, () => client.end(path)));
    const statuses = responses.map(({ status }) => status);
    expect(statuses).toContain(200);
    for (const status of statuses) expect([200, 404]).toContain(status);
  });
});

describe('a POST that is pending', () => {
  beforeEach(() => door.backend.hold('open'));

  async function pendingPost(): Promise<RawConnection> {
    const connection = await begin(client.offer());
    await door.backend.waitFor('open');
    expect(door.gateway.sessions()).toHaveLength(1);
    return connection;
  }

  it('and its client goes: the session is released, the endpoint is free', async () => {
    const connection = await pendingPost();
    connection.close();
    await eventually(() => door.gateway.sessions().length === 0);
    door.backend.release('open');
    await client.publish();
  });

  it('and its client goes with the 201 on the wire: the connect timer ends it (S-104)', async () => {
    door.backend.silent = true;
    const connection = await pendingPost();
    connection.close();
    door.backend.release('open');
    await eventually(async () => (await listening.connections()) === 0);
    door.clock.advance(45_000);
    expect(door.gateway.sessions()).toEqual([]);
    expect(door.backend.running).toEqual([]);
  });

  it('and the backend takes too long: 504', async () => {
    const connection = await pendingPost();
    door.clock.advance(7_000);
    const response = await connection.response('POST');
    expect([response.status, code(response)]).toEqual([504, 'backend-timeout']);
    expect(door.gateway.sessions()).toEqual([]);
  });

  it('and its endpoint is removed', async () => {
    const connection = await pendingPost();
    await door.gateway.removeEndpoint('live');
    const response = await connection.response('POST');
    expect([response.status, code(response)]).toEqual([404, 'endpoint-not-found']);
    expect(door.gateway.sessions()).toEqual([]);
  });

  it('and the gateway closes: 503', async () => {
    const connection = await pendingPost();
    await door.gateway.close();
    const response = await connection.response('POST');
    expect([response.status, code(response)]).toEqual([503, 'shutting-down']);
  });

  it('and nobody knows whether the token is good', async () => {
    const asked = frontDoor({ http: { authorize: () => new Promise<never>(() => {}) } });
    const other = await listen(nodeListener(asked.handler));
    const connection = await openConnection(other.port);
    connection.socket.write(requestBytes(client.offer()));
    await eventually(() => asked.clock.pending === 1);
    connection.close();
    await eventually(() => asked.clock.pending === 0);
    await asked.gateway.close();
    await other.stop();
  });
});

describe('after the gateway has closed', () => {
  it('a POST is refused in words', async () => {
    await door.gateway.close();
    const response = await client.send(client.offer());
    expect(response.status).toBe(503);
    expect(code(response)).toBe('shutting-down');
  });
});
