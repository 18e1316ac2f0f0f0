import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TEST_CERTIFICATE } from '@whipway/test-rig/test-certificate';
import { HttpClient } from '../../src/http/http-client.js';
import type { HttpRequest } from '../../src/http/http-message.js';
import { backendSettings } from '../../src/settings.js';
import { FakeUpstream } from '../fake-upstream/fake-upstream.js';
import { type BackendBlock, CLOCK, listening, refusalOf } from '../support/host.js';

let server: FakeUpstream;
let other: FakeUpstream;
const closers: (() => void | Promise<void>)[] = [];

beforeEach(async () => {
  server = new FakeUpstream();
  other = new FakeUpstream();
  await Promise.all([server.comeUp(), other.comeUp()]);
  closers.push(
    () => server.goDown(),
    () => other.goDown(),
  );
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function client(block: Partial<BackendBlock> = {}): HttpClient {
  const settings = backendSettings.parse({ url: 'http://unused.example/', ...block });
  const made = new HttpClient(settings, CLOCK);
  closers.push(() => made.close());
  return made;
}

function post(origin: string, more: Partial<HttpRequest> = {}): HttpRequest {
  const url = new URL('/whip/live', origin);
  return {
    method: 'POST',
    url,
    home: url,
    token: 'secret',
    headers: { 'Content-Type': 'application/sdp' },
    body: 'the offer',
    ...more,
  };
}

function redirect(status: number, location: string | undefined): void {
  server.override = ({ path }) =>
    path === '/whip/live'
      ? { status, headers: location === undefined ? {} : { Location: location } }
      : { status: 201, body: 'there' };
}

describe('a request', () => {
  it('has exactly the headers it should have', async () => {
    server.override = () => ({ status: 299, headers: { 'X-A': 'b' }, body: 'reply' });
    const reply = await client().send(post(server.origin));
    expect([reply.status, reply.body, reply.header('x-a'), reply.header('x-b')]).toEqual([
      299,
      'reply',
      'b',
      undefined,
    ]);
    const [seen] = server.seen;
    expect(seen?.body).toBe('the offer');
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/sdp',
      'content-length': '9',
      authorization: 'Bearer secret',
      'user-agent': 'whipway',
    });
  });

  it('without token has no Authorization, without body no type (C-27)', async () => {
    await client().send({
      ...post(server.origin),
      method: 'DELETE',
      token: undefined,
      headers: {},
      body: undefined,
    } as unknown as HttpRequest);
    const headers = server.seen[0]?.headers ?? {};
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(headers['content-type']).toBeUndefined();
  });

  it('shares connections', async () => {
    const http = client();
    for (let count = 0; count < 5; count += 1) await http.send(post(server.origin));
    expect(server.connections).toBe(1);
  });

  it('waits for a connection when there are no more', async () => {
    const http = client({ connections: 2 });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => http.send(post(server.origin))));
    expect(server.connections).toBe(2);
  });

  it('is sent again when its idle connection turns out to be dead', async () => {
    let requests = 0;
    const flaky = createServer((socket) => {
      socket.on('data', () => {
        requests += 1;
        // Serves one request a connection, and hangs up when the next one comes.
        if (requests === 2) socket.resetAndDestroy();
        else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      });
      socket.on('error', () => {});
    });
    const url = await raw(flaky);
    const http = client();
    expect((await http.send(post(url))).status).toBe(200);
    expect((await http.send(post(url))).status).toBe(200);
    expect(requests).toBe(3);
  });
});

describe('a failed request', () => {
  it('is backend-unavailable when nobody listens', async () => {
    const { origin } = server;
    await server.goDown();
    expect(await refusalOf(client().send(post(origin)))).toBe(
      'backend-unavailable: The media server cannot be reached. (ECONNREFUSED)',
    );
  });

  it('is backend-timeout when nobody replies', async () => {
    server.stall();
    const sent = client().send(post(server.origin, { timeout: 50 }));
    expect(await refusalOf(sent)).toMatch(/^backend-timeout/);
  });

  it('is backend-failed when the reply is no HTTP', async () => {
    const url = await raw(createServer((socket) => socket.end('220 smtp ready\r\n')));
    expect(await refusalOf(client().send(post(url)))).toMatch(/^backend-failed/);
  });

  it('is backend-failed when the reply does not end', async () => {
    server.override = () => ({ status: 201, body: 'v'.repeat(600 * 1024) });
    expect(await refusalOf(client().send(post(server.origin)))).toMatch(/^backend-failed/);
  });

  it('never tells the token, not even in its cause', async () => {
    const { origin } = server;
    await server.goDown();
    const error: unknown = await client()
      .send(post(origin))
      .catch((reason: unknown) => reason);
    const cause = (error as Error).cause;
    expect(JSON.stringify([String(error), cause, Object.entries(cause as object)])).not.toContain(
      'secret',
    );
  });
});

describe('a redirect', () => {
  it.each([307, 308])('%i is followed with method, body, type and token', async (status) => {
    redirect(status, '/elsewhere?x=1');
    const reply = await client().follow(post(server.origin));
    expect([reply.status, reply.url.pathname]).toEqual([201, '/elsewhere']);
    expect(server.seen[1]).toMatchObject({
      method: 'POST',
      path: '/elsewhere?x=1',
      body: 'the offer',
    });
    expect(server.seen[1]?.headers).toMatchObject({
      'content-type': 'application/sdp',
      authorization: 'Bearer secret',
    });
  });

  it.each([300, 301, 302, 303, 304, 305])('%i is never followed', async (status) => {
    redirect(status, '/elsewhere');
    expect((await client().follow(post(server.origin))).status).toBe(status);
    expect(server.seen).toHaveLength(1);
  });

  it.each([undefined, 'http://[', 'ftp://x/', 'file:///etc/passwd'])(
    'to %s leads nowhere',
    async (location) => {
      redirect(307, location);
      expect(await refusalOf(client().follow(post(server.origin)))).toMatch(/^backend-refused/);
    },
  );

  it('in a circle ends', async () => {
    redirect(307, '/whip/live');
    const followed = client({ redirects: { maximum: 3 } }).follow(post(server.origin));
    expect(await refusalOf(followed)).toMatch(/too often/);
    expect(server.seen).toHaveLength(4);
  });

  it('to a private address is refused, by number and by name', async () => {
    for (const target of [other.origin, other.origin.replace('127.0.0.1', 'localhost')]) {
      redirect(307, target);
      expect(await refusalOf(client().follow(post(server.origin)))).toMatch(
        /^backend-refused: The media server points to a private address/,
      );
    }
    expect(other.connections).toBe(0);
  });

  it('to another origin does not get the token, unless it is named', async () => {
    redirect(307, `${other.origin}/whip/x`);
    const allowPrivate = true;
    await client({ redirects: { allowPrivate } }).follow(post(server.origin));
    const tokenFor = [other.origin];
    await client({ redirects: { allowPrivate, tokenFor } }).follow(post(server.origin));
    const slashed = [`${other.origin}/`];
    await client({ redirects: { allowPrivate, tokenFor: slashed } }).follow(post(server.origin));
    const tokens = other.seen.map(({ headers }) => headers.authorization);
    expect(tokens).toEqual([undefined, 'Bearer secret', 'Bearer secret']);
  });
});

describe('TLS', () => {
  let secure: FakeUpstream;
  beforeEach(async () => {
    secure = new FakeUpstream(TEST_CERTIFICATE);
    await secure.comeUp();
    closers.push(() => secure.goDown());
    secure.override = () => ({ status: 201 });
  });

  it('refuses a certificate nobody vouches for', async () => {
    expect(await refusalOf(client().send(post(secure.origin)))).toMatch(
      /^backend-unavailable: .*certificate is not trusted/,
    );
  });

  it('takes one of the configured authority, or any when told so', async () => {
    const caFile = join(mkdtempSync(join(tmpdir(), 'whipway-')), 'ca.pem');
    writeFileSync(caFile, TEST_CERTIFICATE.cert);
    expect((await client({ tls: { caFile } }).send(post(secure.origin))).status).toBe(201);
    expect((await client({ tls: { verify: false } }).send(post(secure.origin))).status).toBe(201);
  });

  it('is not left by a redirect', async () => {
    secure.override = () => ({ status: 307, headers: { Location: server.origin } });
    const followed = client({ tls: { verify: false } }).follow(post(secure.origin));
    expect(await refusalOf(followed)).toMatch(/from HTTPS to HTTP/);
  });
});

function raw(server: Server): Promise<string> {
  closers.push(() => void server.close());
  return listening(server);
}
