import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { expressMount } from '../src/express.js';
import { fastifyMount } from '../src/fastify.js';
import { fetchHandler } from '../src/fetch.js';
import { honoMount } from '../src/hono.js';
import { nodeListener } from '../src/node.js';
import { nodeBody } from '../src/node-body.js';
import { OFFER, PUBLISHER } from './support/ask.js';
import { type FrontDoor, frontDoor } from './support/front-door.js';
import { type Listening, listen, listening } from './support/listening.js';
import { openConnection, requestBytes } from './support/raw-http.js';
import { WhipClient } from './support/whip-client.js';

const URL_OF = 'http://any.example/whip/endpoint/live';

let door: FrontDoor = frontDoor();
const running: Listening[] = [];

async function start(listener: RequestListener): Promise<WhipClient> {
  const server = await listen(listener);
  running.push(server);
  return new WhipClient(server.port);
}

afterEach(async () => {
  await door.gateway.close();
  for (const { stop } of running.splice(0)) await stop();
  expect(door.backend.running).toEqual([]);
  door = frontDoor();
});

describe('Fetch binding', () => {
  const offer = { method: 'POST', headers: OFFER, body: vectorText('OK-O1') };

  it('answers a Request with a Response', async () => {
    const response = await fetchHandler(door.handler)(new Request(URL_OF, offer));
    expect(response?.status).toBe(201);
    expect(response?.headers.get('content-length')).toBe(String((await response?.text())?.length));
  });

  it('is undefined for what is not ours', async () => {
    const answer = fetchHandler(door.handler);
    expect(await answer(new Request('http://any.example/whip'))).toBeUndefined();
  });

  it('puts the path that a host took away into the Location', async () => {
    const answer = fetchHandler(door.handler, { mountPath: '/media' });
    const response = await answer(new Request(URL_OF, offer));
    expect(response?.headers.get('location')).toMatch(/^\/media\/whip\/session\//);
  });

  it.each(['GET', 'HEAD'])('%s has a null body', async (method) => {
    const answer = fetchHandler(door.handler);
    const fine = await answer(new Request(URL_OF, { method, headers: PUBLISHER }));
    expect([fine?.status, fine?.body]).toEqual([204, null]);
    const refused = await answer(new Request(URL_OF, { method }));
    expect([refused?.status, refused?.body === null]).toEqual([401, method === 'HEAD']);
  });

  it('cancels a stream that is too long or hangs', async () => {
    const cancelled: string[] = [];
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
      cancel: () => void cancelled.push('endless'),
    });
    const silent = new ReadableStream({ cancel: () => void cancelled.push('silent') });
    const send = (body: ReadableStream) =>
      fetchHandler(door.handler)(
        new Request(URL_OF, { method: 'POST', headers: OFFER, body, duplex: 'half' }),
      );
    expect((await send(endless))?.status).toBe(413);
    const slow = send(silent);
    while (door.clock.pendingFor(10_000) === 0)
      await new Promise((resolve) => setTimeout(resolve, 1));
    door.clock.advance(10_000);
    expect((await slow)?.status).toBe(408);
    expect(cancelled).toEqual(['endless', 'silent']);
  });

  it('releases the session of a client that went', async () => {
    door.backend.hold('open');
    const client = new AbortController();
    const pending = fetchHandler(door.handler)(
      new Request(URL_OF, { ...offer, signal: client.signal }),
    );
    await door.backend.waitFor('open');
    client.abort();
    await pending;
    expect(door.gateway.sessions()).toEqual([]);
  });
});

describe('node:http binding', () => {
  it('without a next, what is not ours is an empty 404', async () => {
    const client = await start(nodeListener(door.handler));
    const response = await client.send({ method: 'GET', path: '/' });
    expect([response.status, response.header('content-length'), response.body]).toEqual([
      404,
      '0',
      '',
    ]);
  });

  it('two Authorization lines are a malformed credential (RFC 6750, section 3.1)', async () => {
    const client = await start(nodeListener(door.handler));
    const offer = client.offer();
    const [authorization = ['', '']] = offer.headers ?? [];
    const headers = [...(offer.headers ?? []), authorization];
    expect((await client.send({ ...offer, headers })).status).toBe(400);
  });

  it('loses no byte of a body that comes while nobody reads', async () => {
    const read: string[] = [];
    const client = await start(async (request, response) => {
      for await (const chunk of nodeBody(request) ?? []) {
        read.push(Buffer.from(chunk).toString('latin1'));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      response.end();
    });
    const connection = await openConnection(client.port);
    const headers = [['Content-Length', '50']] as const;
    connection.socket.write(requestBytes({ method: 'POST', path: '/', headers }));
    for (const letter of 'abcde') {
      connection.socket.write(letter.repeat(10));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await connection.response('POST')).status).toBe(200);
    expect(read.join('')).toBe([...'abcde'].map((letter) => letter.repeat(10)).join(''));
    connection.close();
  });

  it('a host that has answered already does no harm', async () => {
    const mount = nodeListener(door.handler);
    const client = await start((request, response) => {
      response.end('first');
      mount(request, response);
    });
    const response = await client.send({ method: 'GET', path: client.offer().path });
    expect(response.status).toBe(200);
    await door.gateway.close();
  });

  it('a session whose 201 found no connection is ended', async () => {
    door.backend.hold('open');
    let broken: ServerResponse | undefined;
    const mount = nodeListener(door.handler);
    const client = await start((request, response) => {
      broken = response;
      mount(request, response);
    });
    const lost = client.send(client.offer()).catch((error: Error) => error.message);
    await door.backend.waitFor('open');
    // In one turn: the answer is there, but the socket breaks before it can be written.
    door.backend.release('open');
    broken?.destroy();
    expect(await lost).toContain('closed');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(door.gateway.sessions()).toEqual([]);
  });
});

describe('Express', () => {
  it('in nested routers the Location has every path', async () => {
    const inner = express.Router().use('/b', expressMount(door.handler));
    const { port } = await start(express().use('/a', inner));
    const { path } = await new WhipClient(port, '/a/b').publish();
    expect(path).toMatch(/^\/a\/b\/whip\/session\//);
  });

  it.each([
    ['text', express.text({ type: () => true })],
    ['raw', express.raw({ type: () => true })],
  ])('takes the body that express.%s in front has read', async (_name, parser) => {
    const app = express().use(parser).use(expressMount(door.handler));
    const client = await start(app);
    const { path, etag } = await client.publish();
    expect((await client.patch(path, vectorText('OK-F1'), etag)).status).toBe(204);
    expect(door.backend.sessions[0]?.candidates).toHaveLength(2);
  });
});

describe('Fastify', () => {
  it('a path that only starts like the prefix is the host’s', async () => {
    const app = fastify();
    await app.register(fastifyMount(door.handler), { prefix: '/media' });
    for (const path of ['/media2', '/audio']) {
      app.get(`${path}/whip/endpoint/live`, async () => 'from the host');
    }
    await app.listen({ port: 0, host: '127.0.0.1' });
    running.push(await listening(app.server));
    const client = new WhipClient((app.server.address() as { port: number }).port);
    const send = (path: string) => client.send({ method: 'GET', path });
    expect((await send('/media2/whip/endpoint/live')).body).toBe('from the host');
    // As long as the prefix, but another path.
    expect((await send('/audio/whip/endpoint/live')).body).toBe('from the host');
    expect((await send('/whip/endpoint/live')).status).toBe(404);
    expect((await send('/media/whip/endpoint/live')).status).toBe(401);
  });
});

describe('Hono without Node', () => {
  it('is the Fetch binding', async () => {
    const app = new Hono()
      .use(honoMount(door.handler))
      .get('/host', (context) => context.text('host'));
    expect((await app.request('/whip/endpoint/live')).status).toBe(401);
    const headers = PUBLISHER;
    expect((await app.request('/whip/endpoint/live', { headers })).status).toBe(204);
    expect(await (await app.request('/host')).text()).toBe('host');
    expect((await app.request('/nowhere')).status).toBe(404);
  });
});
