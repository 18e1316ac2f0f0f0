import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import type { WhipHandlerOptions } from '../src/settings.js';
import {
  ask,
  type HeaderInput,
  OFFER,
  PUBLISHER,
  type Question,
  toRequest,
} from './support/ask.js';
import { type FrontDoor, frontDoor } from './support/front-door.js';

let door: FrontDoor;
afterEach(async () => {
  await door.gateway.close();
  expect(door.gateway.sessions()).toEqual([]);
  expect(door.backend.running).toEqual([]);
});

const open = (http: Partial<WhipHandlerOptions> = {}) => {
  door = frontDoor({ http });
  return door.handler;
};
const post = (question: Question = {}): Question => ({
  method: 'POST',
  target: '/whip/endpoint/live',
  headers: OFFER,
  body: vectorText('OK-O1'),
  ...question,
});

describe('POST of an offer (S-01 to S-03, S-09, S-30)', () => {
  it('201 with type, length, Location, strong ETag and the answer', async () => {
    const reply = await ask(open(), post());
    expect(reply.status).toBe(201);
    expect(reply.body.startsWith('v=0\r\n')).toBe(true);
    expect(reply.header('content-type')).toBe('application/sdp');
    expect(reply.header('content-length')).toBe(String(Buffer.byteLength(reply.body)));
    expect(reply.header('location')).toMatch(/^\/whip\/session\/[A-Za-z0-9_-]{43}$/);
    expect(reply.header('etag')).toMatch(/^"[\x21\x23-\x7e]+"$/);
    expect(reply.header('cache-control')).toBe('no-store');
    expect(reply.closeConnection).toBe(false);
  });

  it('what the client calls itself goes into the session', async () => {
    const handler = open();
    await ask(handler, post({ headers: { ...OFFER, 'user-agent': 'Lavf/61.7.100' } }));
    await ask(handler, post({ target: '/whip/endpoint/open' }));
    expect(door.gateway.sessions().map(({ client }) => client)).toEqual([
      'Lavf/61.7.100',
      undefined,
    ]);
  });

  it('two POSTs make two sessions with two tags', async () => {
    const handler = open();
    const [one, two] = [
      await ask(handler, post()),
      await ask(handler, post({ target: '/whip/endpoint/open' })),
    ];
    expect(one.header('location')).not.toBe(two.header('location'));
    expect(one.header('etag')).not.toBe(two.header('etag'));
  });

  it('a second publisher is a 409', async () => {
    const handler = open();
    await ask(handler, post());
    const reply = await ask(handler, post());
    expect([reply.status, reply.problem().code]).toEqual([409, 'endpoint-busy']);
  });

  const PLACES: readonly (readonly [string, Partial<WhipHandlerOptions>, string, string])[] = [
    ['nothing', {}, '', '/whip/session/'],
    ['a base path', { basePath: '/a/b' }, '', '/a/b/whip/session/'],
    ['a mount path', {}, '/media', '/media/whip/session/'],
    ['both', { basePath: '/b' }, '/media', '/media/b/whip/session/'],
    [
      'a public URL (S-114)',
      { publicUrl: 'https://m.example' },
      '',
      'https://m.example/whip/session/',
    ],
    [
      'a public URL with a path',
      { publicUrl: 'https://m.example/x/' },
      '/m',
      'https://m.example/x/m/whip/session/',
    ],
  ];

  it.each(PLACES)('Location with %s (R-04)', async (_name, http, mountPath, start) => {
    const target = `${http.basePath ?? ''}/whip/endpoint/live?app=x`;
    const reply = await ask(open(http), post({ target, mountPath }));
    expect(reply.header('location')?.startsWith(start)).toBe(true);
    expect(reply.header('location')).not.toContain('?');
  });

  it('an id may be percent-encoded, a target in absolute form', async () => {
    const handler = open();
    const target = 'http://any.example:80/whip/endpoint/%6Cive';
    expect((await ask(handler, post({ target }))).status).toBe(201);
  });
});

describe('media types (S-04, S-05)', () => {
  const TYPES: readonly (readonly [HeaderInput, number])[] = [
    [{ 'content-type': 'application/sdp' }, 201],
    [{ 'content-type': 'Application/SDP; charset=utf-8' }, 201],
    [{ 'content-type': 'application/sdp;x=y' }, 201],
    [{}, 415],
    [{ 'content-type': '' }, 415],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/json' }, 415],
    [{ 'content-type': 'application/sdpx' }, 415],
    [{ 'content-type': 'application/trickle-ice-sdpfrag' }, 415],
    [{ 'content-type': 'constructor' }, 415],
    [{ 'content-type': ['application/sdp', 'text/plain'] }, 415],
  ];

  it.each(TYPES)('%j: %i', async (headers, status) => {
    const reply = await ask(open(), post({ headers: { ...PUBLISHER, ...headers } }));
    expect(reply.status).toBe(status);
    if (status === 415) {
      expect(reply.header('accept')).toBe('application/sdp');
      expect(reply.header('accept-post')).toBe('application/sdp');
      expect(reply.header('accept-patch')).toBeUndefined();
    }
  });
});

describe('what the gateway is given', () => {
  it('a digest of the token, never the token', async () => {
    const handler = open();
    const created = await ask(handler, post());
    const id = created.header('location')?.split('/').at(-1) ?? '';
    const found = door.gateway.find(id);
    expect(found?.live && found.credential).toMatch(/^[0-9a-f]{64}$/);
  });

  it('bytes as UTF-8, split anywhere', async () => {
    const text = vectorText('OK-O1').replace('s=-', 's=Bühne ✓');
    const bytes = new TextEncoder().encode(text);
    async function* drops() {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    expect((await ask(open(), post({ body: drops() }))).status).toBe(201);
    expect(door.backend.sessions).toHaveLength(1);
  });
});

describe('a client that leaves (S-44)', () => {
  it('while the backend works: the session is released', async () => {
    const handler = open();
    door.backend.hold('open');
    const client = new AbortController();
    const reply = ask(handler, post({ signal: client.signal }));
    await door.backend.waitFor('open');
    client.abort();
    expect((await reply).status).toBeGreaterThanOrEqual(400);
    expect(door.gateway.sessions()).toEqual([]);
  });

  it('before the response was written: the binding says so and the session ends', async () => {
    const handler = open();
    const reply = await ask(handler, post());
    expect(door.gateway.sessions()).toHaveLength(1);
    reply.undelivered();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(door.gateway.sessions()).toEqual([]);
    expect(door.backend.sessions[0]?.closed).toBe('client-gone');
  });

  it('just when the gateway has answered: nobody would get the Location', async () => {
    const handler = open();
    const signal = {
      get aborted() {
        return door.backend.sessions.length > 0;
      },
      addEventListener() {},
      removeEventListener() {},
    };
    await ask(handler, post({ signal }));
    expect(door.backend.sessions[0]?.closed).toBe('client-gone');
    expect(door.gateway.sessions()).toEqual([]);
  });

  it('a request that is not ours is left alone', async () => {
    const handler = open();
    for (const target of [
      '/',
      '/whip',
      '/whip/endpoint',
      '/whip/endpoint/',
      '/x/whip/endpoint/live',
    ]) {
      expect(handler.serves(target)).toBe(false);
      expect(await handler.handle(toRequest({ target }))).toBeUndefined();
    }
  });
});
