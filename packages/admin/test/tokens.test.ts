import { describe, expect, it } from '@jest/globals';
import { type Clock, SILENT_LOGGER } from '@whipway/core';
import { createWhipHandler, platformPorts } from '@whipway/http';
import { fetchHandler } from '@whipway/http/fetch';
import { SignJWT } from 'jose';
import type { EndpointRecord } from '../src/endpoints/endpoint-record.js';
import { memoryStore } from '../src/index.js';
import { ShortLivedTokens } from '../src/tokens/short-lived-tokens.js';
import { SigningKey } from '../src/tokens/signing-key.js';
import { adminScene, OFFER } from './support/admin-scene.js';

const ENDPOINT: EndpointRecord = {
  id: 'a',
  origin: 'api',
  input: { token: 'secret' },
  revision: 'r',
  instance: 'i',
};

function tokens(store = memoryStore()) {
  let now = 1_700_000_000_000;
  const clock: Clock = { now: () => now, after: () => () => {} };
  const book = new ShortLivedTokens(clock, new SigningKey(store, SILENT_LOGGER));
  return {
    book,
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
  };
}

const posting = (token: string) => ({ token, action: 'publish', opener: false }) as const;

describe('a short-lived token', () => {
  it('allows one action on one endpoint', async () => {
    const { book } = tokens();
    const { token, action, expiresAt } = await book.make(ENDPOINT, 'publish', 60);
    expect({ action, expiresAt }).toEqual({ action: 'publish', expiresAt: 1_700_000_060_000 });
    expect(token).toMatch(/^[A-Za-z0-9._~+/-]+=*$/);
    expect(await book.authorize(posting(token), ENDPOINT)).toBe('granted');
    const watching = { token, action: 'watch', opener: false } as const;
    expect(await book.authorize(watching, ENDPOINT)).toBe('insufficient');
    expect(await book.authorize(posting(token), { ...ENDPOINT, id: 'b' })).toBe('denied');
  });

  it('opens nothing after its time, but its sessions can go on and be ended', async () => {
    const { book, pass } = tokens();
    const { token } = await book.make(ENDPOINT, 'publish', 60);
    pass(59);
    expect(await book.authorize(posting(token), ENDPOINT)).toBe('granted');
    pass(1);
    expect(await book.authorize(posting(token), ENDPOINT)).toBe('denied');
    expect(await book.authorize({ ...posting(token), opener: true }, ENDPOINT)).toBe('granted');
  });

  it.each([
    ['another token', { input: { token: 'other' } }],
    ['another rule for watching', { input: { token: 'secret', watch: 'public' } }],
    ['an endpoint made again', { instance: 'j' }],
  ] as const)('is void with %s', async (_, change) => {
    const { book } = tokens();
    const { token } = await book.make(ENDPOINT, 'publish', 60);
    const verdict = await book.authorize(posting(token), { ...ENDPOINT, ...change });
    expect(verdict).toBe('denied');
    const settings = { input: { token: 'secret', embedded: {} }, revision: 'other' };
    expect(await book.authorize(posting(token), { ...ENDPOINT, ...settings })).toBe('granted');
  });

  it('outlives the process when its key is kept, and only then', async () => {
    const store = memoryStore();
    const { token } = await tokens(store).book.make(ENDPOINT, 'publish', 60);
    expect(await tokens(store).book.authorize(posting(token), ENDPOINT)).toBe('granted');
    expect(await tokens().book.authorize(posting(token), ENDPOINT)).toBe('denied');
  });

  it('works without a store that keeps anything', async () => {
    const store = {
      ...memoryStore(),
      keepSecret: async () => {
        throw new Error('read-only');
      },
    };
    const { book } = tokens(store);
    const { token } = await book.make(ENDPOINT, 'publish', 60);
    expect(await book.authorize(posting(token), ENDPOINT)).toBe('granted');
  });

  it('is good once the store is back, and nothing that was signed meanwhile is lost', async () => {
    const store = memoryStore();
    let broken = true;
    const calls = { secret: 0 };
    const failing = {
      ...store,
      secret: async (name: string) => {
        calls.secret += 1;
        if (broken) throw new Error('busy');
        return await store.secret(name);
      },
      keepSecret: async (name: string, made: string) => {
        if (broken) throw new Error('busy');
        return await store.keepSecret(name, made);
      },
    };
    const earlier = await tokens(store).book.make(ENDPOINT, 'publish', 60);
    const { book } = tokens(failing);
    expect(await book.authorize(posting(earlier.token), ENDPOINT)).toBe('denied');
    const meanwhile = await book.make(ENDPOINT, 'publish', 60);
    expect(await book.authorize(posting(meanwhile.token), ENDPOINT)).toBe('granted');
    broken = false;
    const later = await book.make(ENDPOINT, 'publish', 60);
    for (const { token } of [earlier, meanwhile, later])
      expect(await book.authorize(posting(token), ENDPOINT)).toBe('granted');
    expect(await tokens(store).book.authorize(posting(later.token), ENDPOINT)).toBe('granted');
    const read = calls.secret;
    await book.authorize(posting(later.token), ENDPOINT);
    expect(calls.secret).toBe(read);
  });

  it('of another process is good, also when there was no key at the first look', async () => {
    const store = memoryStore();
    const { book } = tokens(store);
    expect(await book.authorize(posting('a.b.c'), ENDPOINT)).toBe('denied');
    const { token } = await tokens(store).book.make(ENDPOINT, 'publish', 60);
    expect(await book.authorize(posting(token), ENDPOINT)).toBe('granted');
  });

  it('is signed with the key that is there, also where nothing more can be kept', async () => {
    const store = memoryStore();
    await tokens(store).book.make(ENDPOINT, 'publish', 60);
    const readOnly = {
      ...store,
      keepSecret: async () => {
        throw new Error('read-only');
      },
    };
    const { token } = await tokens(readOnly).book.make(ENDPOINT, 'publish', 60);
    expect(await tokens(store).book.authorize(posting(token), ENDPOINT)).toBe('granted');
  });

  it('cannot be made up', async () => {
    const { book } = tokens();
    const { token } = await book.make(ENDPOINT, 'publish', 60);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const payload = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
    const key = new Uint8Array(32);
    const foreign = await new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(key);
    const wrong = [
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${head}.${claims}x.${signature}`,
      foreign,
      '..',
      'a.b.c',
      '',
    ];
    for (const text of wrong)
      expect([text, await book.authorize(posting(text), ENDPOINT)]).toEqual([text, 'denied']);
  });

  it('is looked for in the store by nobody who made none', async () => {
    const asked: string[] = [];
    const store = {
      ...memoryStore(),
      keepSecret: async () => {
        asked.push('keep');
        return '';
      },
    };
    expect(await tokens(store).book.authorize(posting('a.b.c'), ENDPOINT)).toBe('denied');
    expect(asked).toEqual([]);
  });
});

describe('a session that a short-lived token opened', () => {
  it('is ended by that token when it has expired, by no other that has', async () => {
    const { gateway } = await adminScene();
    const { book, pass } = tokens();
    const live = { ...ENDPOINT, id: 'live' };
    const handler = createWhipHandler({
      gateway,
      ports: platformPorts(SILENT_LOGGER),
      authorize: async (request) => await book.authorize(request, live),
    });
    const send = async (method: string, path: string, token: string, body?: string) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
      const request = new Request(`http://x${path}`, { method, headers, body: body ?? null });
      const response = await fetchHandler(handler)(request);
      await response?.text();
      return { status: response?.status, location: response?.headers.get('location') ?? '' };
    };
    const one = await book.make(live, 'publish', 60);
    pass(1);
    const other = await book.make(live, 'publish', 60);
    const { status, location } = await send('POST', '/whip/endpoint/live', one.token, OFFER);
    expect(status).toBe(201);
    pass(120);
    for (const method of ['PATCH', 'DELETE'])
      expect((await send(method, location, other.token)).status).toBe(401);
    expect(gateway.sessions()).toHaveLength(1);
    expect((await send('POST', '/whip/endpoint/live', one.token, OFFER)).status).toBe(401);
    expect((await send('DELETE', location, one.token)).status).toBe(200);
    expect(gateway.sessions()).toEqual([]);
  });
});

describe('the API', () => {
  const ask = { body: { action: 'publish', expiresIn: 60 } };

  it('makes one for endpoints of every origin, beside their own tokens', async () => {
    const scene = await adminScene();
    await scene.ask('POST /api/endpoints', { body: { id: 'a', token: 'own' } });
    for (const id of ['a', 'live']) {
      const made = await scene.ask(`POST /api/endpoints/${id}/tokens`, ask);
      expect(made.status).toBe(201);
      expect(await scene.verdict(id, made.json.token)).toBe('granted');
      expect(await scene.verdict(id === 'a' ? 'live' : 'a', made.json.token)).toBe('denied');
      expect(scene.logger.lines.join()).not.toContain(made.json.token);
    }
    expect(await scene.verdict('a', 'own')).toBe('granted');
    expect(await scene.verdict('nothing', 'own')).toBe('denied');
  });

  it('one is void once its endpoint is destroyed, also when it is made again', async () => {
    const scene = await adminScene();
    const make = { body: { id: 'a', token: 'own' } };
    await scene.ask('POST /api/endpoints', make);
    const { json } = await scene.ask('POST /api/endpoints/a/tokens', ask);
    await scene.ask('DELETE /api/endpoints/a');
    expect(await scene.verdict('a', json.token)).toBe('denied');
    await scene.ask('POST /api/endpoints', make);
    expect(await scene.verdict('a', json.token)).toBe('denied');
    expect(await scene.verdict('a', 'own')).toBe('granted');
  });

  it.each([{}, { action: 'both' }, { action: 'watch', expiresIn: 90_000 }])(
    '400 for %j',
    async (body) => {
      const scene = await adminScene();
      const answer = await scene.ask('POST /api/endpoints/live/tokens', { body });
      expect(answer.problem()).toMatchObject({ status: 400, code: 'body-invalid' });
    },
  );
});
