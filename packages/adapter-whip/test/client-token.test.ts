import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Gateway } from '@whipway/core';
import { createWhipHandler } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import type { WhipBackend } from '../src/index.js';
import { FakeUpstream } from './fake-upstream/fake-upstream.js';
import { type BackendBlock, CLOCK, Lines, listening, makeBackend } from './support/host.js';
import { offerText } from './support/offer-text.js';

let upstream: FakeUpstream;
let backend: WhipBackend;
let gateway: Gateway;
let server: Server;
let logger: Lines;
let url: string;

beforeEach(async () => {
  upstream = new FakeUpstream();
  upstream.token = 'token-of-the-client';
  await upstream.comeUp();
});
afterEach(async () => {
  server.close();
  server.closeAllConnections();
  await gateway.close();
  await upstream.goDown();
});

/** A gateway that lets everybody in: who may publish is the upstream's word. */
async function openDoor(block: Partial<BackendBlock> = {}): Promise<void> {
  const settings = {
    url: `${upstream.origin}/whip/{endpoint}`,
    token: { from: 'client' },
  } as const;
  backend = makeBackend({ ...settings, probe: { interval: 50 }, ...block });
  logger = new Lines();
  const ports = { clock: CLOCK, logger, ids: { random: () => randomUUID() } };
  const other = { token: 'of-the-gateway' };
  const endpoints = [{ id: 'live' }, { id: 'own', settings: other }];
  gateway = new Gateway({ backend, ports, endpoints });
  const handler = createWhipHandler({ gateway, ports, authorize: () => 'granted' });
  server = createServer(nodeListener(handler));
  url = await listening(server);
}

function post(token?: string, endpoint = 'live'): Promise<Response> {
  return fetch(`${url}/whip/endpoint/${endpoint}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/sdp',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    body: offerText(),
  });
}

const tokensSeen = () => upstream.seen.map(({ headers }) => headers.authorization);

describe('token: { from: client }', () => {
  it('passes the client’s token on with every request of its session', async () => {
    await openDoor();
    const created = await post('token-of-the-client');
    expect(created.status).toBe(201);
    const deleted = await fetch(`${url}${created.headers.get('location')}`, { method: 'DELETE' });
    expect(deleted.status).toBe(200);
    expect(upstream.sessions.size).toBe(0);
    expect(upstream.requests('GET').length).toBeGreaterThan(0);
    expect(new Set(tokensSeen())).toEqual(new Set(['Bearer token-of-the-client']));
  });

  it.each([
    ['another token', 'another-one', 401, 'credential-invalid'],
    ['none', undefined, 401, 'credential-missing'],
  ])('%s: the client hears what the server says of it', async (_name, token, status, code) => {
    await openDoor();
    const reply = await post(token);
    expect([reply.status, (await reply.json()).code]).toEqual([status, code]);
    expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
  });

  it('a token that may not do this is a 403', async () => {
    await openDoor();
    upstream.override = () => ({ status: 403 });
    const reply = await post('token-of-the-client');
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'credential-insufficient']);
  });

  it('a token of the endpoint’s own goes before, and the client’s stays here', async () => {
    await openDoor();
    upstream.token = 'of-the-gateway';
    expect((await post('token-of-the-client', 'own')).status).toBe(201);
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
    await post('token-of-the-client');
    await elsewhere.goDown();
    expect(elsewhere.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('is in no log line and no answer, whatever the server says of it', async () => {
    await openDoor();
    const body = JSON.stringify({ detail: 'no s3cret here' });
    const headers = { 'Content-Type': 'application/problem+json' };
    for (const status of [400, 401, 403, 404, 500]) {
      upstream.override = () => ({ status, headers, body });
      expect(await (await post('s3cret')).text()).not.toContain('s3cret');
    }
    upstream.override = () => undefined;
    upstream.token = 's3cret';
    expect((await post('s3cret')).status).toBe(201);
    await gateway.close();
    expect(logger.all.length).toBeGreaterThan(0);
    expect(JSON.stringify(logger.all)).not.toContain('s3cret');
  });
});

it('without it the client’s token is not asked for and goes nowhere', async () => {
  await openDoor({ token: 'of-the-gateway' });
  upstream.token = 'of-the-gateway';
  expect(backend.wantsBearer({ id: 'live', settings: {} })).toBe(false);
  expect((await post('token-of-the-client')).status).toBe(201);
  expect(new Set(tokensSeen())).toEqual(new Set(['Bearer of-the-gateway']));
});
