import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WhipBackend } from '../src/index.js';
import { FakeUpstream } from './fake-upstream/fake-upstream.js';
import { type FrontDoor, openFrontDoor } from './support/front-door.js';
import { type BackendBlock, makeBackend } from './support/host.js';

let upstream: FakeUpstream;
let backend: WhipBackend;
let door: FrontDoor;

beforeEach(async () => {
  upstream = new FakeUpstream();
  upstream.token = 'token-of-the-client';
  await upstream.comeUp();
});
afterEach(async () => {
  await door.close();
  await upstream.goDown();
});

async function openDoor(block: Partial<BackendBlock> = {}): Promise<void> {
  const url = `${upstream.origin}/whip/{endpoint}`;
  const settings = { url, token: { from: 'client' }, probe: { interval: 50 } } as const;
  backend = makeBackend({ ...settings, ...block });
  const own = { token: 'of-the-gateway' };
  door = await openFrontDoor(backend, [{ id: 'live' }, { id: 'own', settings: own }]);
}

const tokensSeen = () => upstream.seen.map(({ headers }) => headers.authorization);

describe('token: { from: client }', () => {
  it('passes the client’s token on with every request of its session', async () => {
    await openDoor();
    const created = await door.post('token-of-the-client');
    expect(created.status).toBe(201);
    const session = `${door.url}${created.headers.get('location')}`;
    expect((await fetch(session, { method: 'DELETE' })).status).toBe(401);
    const headers = { Authorization: 'Bearer token-of-the-client' };
    expect((await fetch(session, { method: 'DELETE', headers })).status).toBe(200);
    expect(upstream.sessions.size).toBe(0);
    expect(upstream.requests('GET').length).toBeGreaterThan(0);
    expect(new Set(tokensSeen())).toEqual(new Set(['Bearer token-of-the-client']));
  });

  it.each([
    ['another token', 'another-one', 401, 'credential-invalid'],
    ['none', undefined, 401, 'credential-missing'],
  ])('%s: the client hears what the server says of it', async (_name, token, status, code) => {
    await openDoor();
    const reply = await door.post(token);
    expect([reply.status, (await reply.json()).code]).toEqual([status, code]);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
  });

  it('a token that may not do this is a 403', async () => {
    await openDoor();
    upstream.override = () => ({ status: 403 });
    const reply = await door.post('token-of-the-client');
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'credential-insufficient']);
  });

  it('a token of the endpoint’s own goes before, and the client’s stays here', async () => {
    await openDoor();
    upstream.token = 'of-the-gateway';
    expect((await door.post('token-of-the-client', 'own')).status).toBe(201);
    expect(new Set(tokensSeen())).toEqual(new Set(['Bearer of-the-gateway']));
  });

  it('an endpoint with a URL of its own gets no client’s token unless it says so itself', async () => {
    await openDoor();
    const endpoint = (settings: object) => ({ id: 'x', settings });
    const own = `${upstream.origin}/whip/own`;
    expect(backend.wantsBearer(endpoint({}))).toBe(true);
    expect(backend.wantsBearer(endpoint({ url: own }))).toBe(false);
    expect(backend.wantsBearer(endpoint({ url: own, token: { from: 'client' } }))).toBe(true);
  });

  it('does not leave the origin with a redirect', async () => {
    const elsewhere = new FakeUpstream();
    await elsewhere.comeUp();
    await openDoor({ redirects: { allowPrivate: true } });
    const Location = `${elsewhere.origin}/whip/live`;
    upstream.override = () => ({ status: 307, headers: { Location } });
    await door.post('token-of-the-client');
    await elsewhere.goDown();
    expect(elsewhere.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('is in no log line and no answer, whatever the server says of it', async () => {
    await openDoor();
    const body = JSON.stringify({ detail: 'no s3cret here' });
    const headers = { 'Content-Type': 'application/problem+json' };
    for (const status of [400, 401, 403, 404, 500]) {
      upstream.override = () => ({ status, headers, body });
      expect(await (await door.post('s3cret')).text()).not.toContain('s3cret');
    }
    upstream.override = () => undefined;
    upstream.token = 's3cret';
    expect((await door.post('s3cret')).status).toBe(201);
    await door.gateway.close();
    expect(door.logger.all.length).toBeGreaterThan(0);
    expect(JSON.stringify(door.logger.all)).not.toContain('s3cret');
  });
});

it('without it the client’s token is not asked for and goes nowhere', async () => {
  await openDoor({ token: 'of-the-gateway' });
  upstream.token = 'of-the-gateway';
  expect(backend.wantsBearer({ id: 'live', settings: {} })).toBe(false);
  expect((await door.post('token-of-the-client')).status).toBe(201);
  expect(new Set(tokensSeen())).toEqual(new Set(['Bearer of-the-gateway']));
});
