import { describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { ask, type HeaderInput, OFFER, PUBLISHER } from './support/ask.js';
import { frontDoor } from './support/front-door.js';

const ALL_METHODS = 'OPTIONS, GET, HEAD, POST, PATCH, DELETE';
const EXPOSED = [
  'Location',
  'ETag',
  'Link',
  'Retry-After',
  'WWW-Authenticate',
  'Accept-Post',
  'Accept-Patch',
  'Allow',
];
const PAGE = { origin: 'https://page.example' };
const URLS = [
  '/whip/endpoint/live',
  '/whip/session/any',
  '/whep/endpoint/live',
  '/whep/session/any',
];

const list = (value: string | undefined) => (value ?? '').split(', ');

describe('OPTIONS (S-50 to S-58)', () => {
  const ASKED: readonly (readonly [string, HeaderInput])[] = [
    ['plain', {}],
    ['with an origin', PAGE],
    ['a preflight of POST', { ...PAGE, 'access-control-request-method': 'POST' }],
    ['a preflight of PATCH', { ...PAGE, 'access-control-request-method': 'PATCH' }],
    ['with a wrong token', { authorization: 'Bearer wrong' }],
    ['with a malformed token', { authorization: 'Bearer' }],
  ];

  it.each(ASKED)(
    '%s: 200 and everything a preflight needs, on every URL',
    async (_name, headers) => {
      const { handler } = frontDoor();
      for (const target of URLS) {
        const reply = await ask(handler, { method: 'OPTIONS', target, headers });
        expect([reply.status, reply.body, reply.header('content-length')]).toEqual([200, '', '0']);
        expect(reply.header('access-control-allow-origin')).toBe('*');
        // S-58 and the Eyevinn SDK: PATCH and OPTIONS on the endpoint too.
        expect(reply.header('access-control-allow-methods')).toBe(ALL_METHODS);
        // S-54: "*" would not cover authorization.
        const allowed = list(reply.header('access-control-allow-headers'));
        expect(allowed).toEqual(
          expect.arrayContaining(['authorization', 'content-type', 'if-match']),
        );
      }
    },
  );

  it.each([
    ['/whip/endpoint/live', 'accept-post', 'application/sdp'],
    ['/whep/endpoint/live', 'accept-post', 'application/sdp'],
    ['/whip/session/any', 'accept-patch', 'application/trickle-ice-sdpfrag'],
    ['/whep/session/any', 'accept-patch', 'application/trickle-ice-sdpfrag, application/sdp'],
  ])('%s says what it takes (S-51, S-57)', async (target, header, value) => {
    const reply = await ask(frontDoor().handler, { method: 'OPTIONS', target });
    expect(reply.header(header)).toBe(value);
    expect(list(reply.header('allow'))).toContain('OPTIONS');
  });
});

describe('responses that a page may read (S-55, S-56)', () => {
  const OFFER_TO = (target: string) => ({ method: 'POST', target, body: vectorText('OK-O1') });
  const ANSWERS: readonly (readonly [number, Parameters<typeof ask>[1]])[] = [
    [201, { ...OFFER_TO('/whip/endpoint/live'), headers: { ...PAGE, ...OFFER } }],
    [204, { target: '/whip/endpoint/live', headers: { ...PAGE, ...PUBLISHER } }],
    [401, { target: '/whip/endpoint/live', headers: PAGE }],
    [404, { target: '/whip/endpoint/none', headers: { ...PAGE, ...PUBLISHER } }],
    [405, { method: 'PUT', target: '/whip/endpoint/live', headers: { ...PAGE, ...PUBLISHER } }],
    [415, { ...OFFER_TO('/whip/endpoint/live'), headers: { ...PAGE, ...PUBLISHER } }],
  ];

  it.each(ANSWERS)('%i', async (status, question) => {
    const { handler, gateway } = frontDoor();
    const reply = await ask(handler, question);
    expect(reply.status).toBe(status);
    expect(reply.header('access-control-allow-origin')).toBe('*');
    expect(list(reply.header('access-control-expose-headers')).sort()).toEqual([...EXPOSED].sort());
    // S-56: no credentials with "*".
    expect(reply.header('access-control-allow-credentials')).toBeUndefined();
    await gateway.close();
  });

  it.each([
    ['listed', PAGE, PAGE.origin],
    ['not listed', { origin: 'https://other.example' }, undefined],
    ['a prefix of a listed one', { origin: 'https://page.exampl' }, undefined],
    ['none', {}, undefined],
    ['null after a redirect (S-59)', { origin: 'null' }, undefined],
  ] as const)(
    'a list of origins is echoed or not, and caches are told: %s',
    async (_name, headers, echoed) => {
      const { handler } = frontDoor({ http: { cors: [PAGE.origin] } });
      const preflight = { ...headers, 'access-control-request-method': 'POST' };
      for (const question of [
        { method: 'OPTIONS', target: '/whip/endpoint/live', headers: preflight },
        { target: '/whip/endpoint/live', headers },
      ]) {
        const reply = await ask(handler, question);
        expect(reply.header('access-control-allow-origin')).toBe(echoed);
        expect(reply.header('vary')).toBe('Origin');
      }
    },
  );
});
