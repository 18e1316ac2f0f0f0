import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import type { AuthorizationRequest, Authorize } from '../src/authorize.js';
import { readCredential } from '../src/bearer.js';
import { ask, bearer, type HeaderInput, PUBLISHER } from './support/ask.js';
import {
  type FrontDoor,
  type FrontDoorOptions,
  frontDoor,
  WATCH_TOKEN,
} from './support/front-door.js';

const SDP = { 'content-type': 'application/sdp' };
const REALM = 'Bearer realm="whipway"';

let door: FrontDoor;
afterEach(async () => {
  await door.gateway.close();
  expect(door.clock.pending).toBe(0);
});

const open = (options?: FrontDoorOptions) => {
  door = frontDoor(options);
  return door.handler;
};
const post = (headers: HeaderInput, target = '/whip/endpoint/live') => ({
  method: 'POST',
  target,
  headers: { ...SDP, ...headers },
  body: vectorText('OK-O1'),
});

describe('the token of an offer', () => {
  const ANYBODY: Authorize = () => 'granted';
  const ROWS: readonly (readonly [string, HeaderInput, string | undefined])[] = [
    ['a bearer token', bearer('abc'), 'abc'],
    ['the same behind a doubled scheme (R-29)', bearer('Bearer abc'), 'abc'],
    ['none', {}, undefined],
    ['another scheme', { authorization: 'Basic dTpw' }, undefined],
  ];

  it.each(ROWS)('%s reaches a backend that asks for it', async (_name, headers, token) => {
    const handler = open({ backend: { wantsBearer: true }, http: { authorize: ANYBODY } });
    expect((await ask(handler, post(headers))).status).toBe(201);
    expect(door.backend.bearers).toEqual([token]);
  });

  it('stays away from every other backend', async () => {
    expect((await ask(open(), post(PUBLISHER))).status).toBe(201);
    expect(door.backend.bearers).toEqual([undefined]);
  });
});

describe('challenges (S-71, S-72)', () => {
  // biome-ignore format: one row a line, read it as a table
  const ROWS: readonly (readonly [string, HeaderInput, number, string, string])[] = [
    ['no token',           {},                                  401, 'credential-missing',      REALM],
    ['another scheme',     { authorization: 'Basic dTpw' },     401, 'credential-missing',      REALM],
    ['a wrong token',      bearer('wrong'),                     401, 'credential-invalid',      `${REALM}, error="invalid_token"`],
    ['a malformed header', { authorization: 'Bearer a b' },     400, 'credential-malformed',    `${REALM}, error="invalid_request"`],
    ['too few rights',     bearer(WATCH_TOKEN),                 403, 'credential-insufficient', `${REALM}, error="insufficient_scope"`],
  ];

  it.each(ROWS)('%s', async (_name, headers, status, code, challenge) => {
    const reply = await ask(open(), post(headers));
    expect([reply.status, reply.problem().code]).toEqual([status, code]);
    expect(reply.header('www-authenticate')).toBe(challenge);
    expect(door.backend.sessions).toEqual([]);
  });

  it('the realm is a setting, quoted', async () => {
    const reply = await ask(open({ http: { realm: 'my "tv"' } }), post({}));
    expect(reply.header('www-authenticate')).toBe('Bearer realm="my \\"tv\\""');
  });
});

describe('every verb but OPTIONS needs the token (S-70, S-73)', () => {
  const ANSWERED: readonly (readonly [string, number])[] = [
    ['GET', 204],
    ['HEAD', 204],
    ['PATCH', 415],
    ['DELETE', 200],
    ['PUT', 405],
  ];

  it.each(ANSWERED)('%s of a session', async (method, withToken) => {
    const handler = open();
    const target = (await ask(handler, post(PUBLISHER))).header('location') ?? '';
    expect((await ask(handler, { method, target })).status).toBe(401);
    expect((await ask(handler, { method, target, headers: bearer('wrong') })).status).toBe(401);
    expect(door.gateway.sessions()).toHaveLength(1);
    expect((await ask(handler, { method, target, headers: PUBLISHER })).status).toBe(withToken);
  });

  it.each(ANSWERED)('%s of a session whose token the media server judges', async (method, own) => {
    const handler = open({ backend: { wantsBearer: true } });
    const opening = post(bearer('of-the-client'), '/whip/endpoint/free');
    const target = (await ask(handler, opening)).header('location') ?? '';
    const none = await ask(handler, { method, target });
    expect([none.status, none.header('www-authenticate')]).toEqual([401, REALM]);
    expect((await ask(handler, { method, target, headers: bearer('wrong') })).status).toBe(401);
    expect(door.gateway.sessions()).toHaveLength(1);
    const headers = bearer('of-the-client');
    expect((await ask(handler, { method, target, headers })).status).toBe(own);
  });

  it('a session that the media server let in without a token needs none', async () => {
    const handler = open({ backend: { wantsBearer: true } });
    const target = (await ask(handler, post({}, '/whip/endpoint/free'))).header('location') ?? '';
    expect((await ask(handler, { method: 'DELETE', target })).status).toBe(200);
  });

  it('knowing the URL is enough for DELETE when that is asked for (R-19)', async () => {
    const handler = open({ http: { deleteByUrl: true } });
    const target = (await ask(handler, post(PUBLISHER))).header('location') ?? '';
    expect((await ask(handler, { method: 'GET', target })).status).toBe(401);
    const wrong = { method: 'DELETE', target, headers: bearer('wrong') };
    expect((await ask(handler, wrong)).status).toBe(401);
    expect((await ask(handler, { method: 'DELETE', target })).status).toBe(200);
  });

  it('an endpoint without a token takes anybody, and a public one any watcher', async () => {
    const handler = open();
    expect((await ask(handler, post({}, '/whip/endpoint/free'))).status).toBe(201);
    expect((await ask(handler, { target: '/whep/endpoint/free' })).status).toBe(204);
    expect((await ask(handler, { target: '/whep/endpoint/open' })).status).toBe(204);
    expect((await ask(handler, { target: '/whip/endpoint/open' })).status).toBe(401);
    // `Bearer undefined` of a page without a key is no reason to refuse what is public.
    const headers = bearer('undefined');
    expect((await ask(handler, { target: '/whep/endpoint/open', headers })).status).toBe(204);
  });
});

describe('ids that are not there', () => {
  it.each([
    '/whip/endpoint/none',
    '/whip/session/none',
    '/whep/endpoint/none',
    '/whep/session/none',
  ])('%s: 401 to who shows nothing, else 404', async (target) => {
    const handler = open();
    expect((await ask(handler, { target })).status).toBe(401);
    expect((await ask(handler, { target, headers: bearer('any') })).status).toBe(404);
    expect((await ask(handler, { target, headers: PUBLISHER })).status).toBe(404);
  });

  it('a malformed credential gets the same answer for every id', async () => {
    const handler = open();
    const live = (await ask(handler, post(PUBLISHER))).header('location') ?? '';
    const ended = (await ask(handler, post({}, '/whip/endpoint/free'))).header('location') ?? '';
    expect((await ask(handler, { method: 'DELETE', target: ended })).status).toBe(200);
    const headers = { authorization: 'Bearer' };
    const targets = [live, ended, '/whip/session/none', '/whip/endpoint/live', '/whip/endpoint/x'];
    for (const target of targets) {
      const { status, problem, header } = await ask(handler, { target, headers });
      expect([status, problem().code]).toEqual([400, 'credential-malformed']);
      expect(header('www-authenticate')).toContain('error="invalid_request"');
    }
  });

  it('an ended session is a 404 to every token that may end it', async () => {
    const seen: (string | undefined)[] = [];
    const authorize: Authorize = ({ token }) => {
      seen.push(token);
      return token === 'operator' ? 'granted' : token === 'viewer' ? 'insufficient' : 'denied';
    };
    const handler = open({ http: { authorize } });
    const target = (await ask(handler, post(bearer('operator')))).header('location') ?? '';
    const end = { method: 'DELETE', target, headers: bearer('operator') };
    expect((await ask(handler, end)).status).toBe(200);
    expect((await ask(handler, { ...end, headers: bearer('viewer') })).status).toBe(403);
    expect((await ask(handler, { ...end, headers: bearer('other') })).status).toBe(401);
    // Its own token may be revoked meanwhile; what it had opened is no secret to it.
    expect((await ask(handler, end)).status).toBe(404);
    expect(seen).toEqual(['operator', 'operator', 'viewer', 'other']);
  });

  it('a second DELETE is a 404, with another good token and by the URL alone', async () => {
    const good: Authorize = ({ token }) => (token?.startsWith('good') ? 'granted' : 'denied');
    const handler = open({ http: { authorize: good, deleteByUrl: true } });
    const target = (await ask(handler, post(bearer('good-1')))).header('location') ?? '';
    expect((await ask(handler, { method: 'DELETE', target })).status).toBe(200);
    for (const headers of [{}, bearer('good-1'), bearer('good-2')]) {
      const again = await ask(handler, { method: 'DELETE', target, headers });
      expect([again.status, again.problem().code]).toEqual([404, 'session-not-found']);
    }
    expect((await ask(handler, { method: 'GET', target })).status).toBe(401);
    expect((await ask(handler, { method: 'DELETE', target, headers: bearer('bad') })).status).toBe(
      401,
    );
  });

  it('an ended session is a 404 to its own token and refused to any other, for a minute', async () => {
    const handler = open();
    const target = (await ask(handler, post(PUBLISHER))).header('location') ?? '';
    const end = { method: 'DELETE', target, headers: PUBLISHER };
    expect((await ask(handler, end)).status).toBe(200);
    const again = await ask(handler, end);
    expect(again.status).toBe(404);
    expect(again.problem().detail).toContain('client-deleted');
    expect((await ask(handler, { ...end, headers: {} })).status).toBe(401);
    expect((await ask(handler, { ...end, headers: bearer('wrong') })).status).toBe(401);
    expect((await ask(handler, { ...end, headers: bearer(WATCH_TOKEN) })).status).toBe(403);
    door.clock.advance(61_000);
    expect((await ask(handler, { ...end, headers: bearer(WATCH_TOKEN) })).status).toBe(404);
    expect((await ask(handler, { ...end, headers: {} })).status).toBe(401);
  });
});

describe('authorize denies on anything but a clear yes', () => {
  const never = () => new Promise<never>(() => {});
  const ANSWERS: readonly (readonly [string, () => unknown, number])[] = [
    ['granted', () => 'granted', 201],
    ['a promise of granted', async () => 'granted', 201],
    ['denied', () => 'denied', 401],
    ['insufficient', () => 'insufficient', 403],
    ['undefined', () => undefined, 401],
    ['true', () => true, 401],
    ['a promise of true, as of a forgotten comparison', async () => true, 401],
    ['an object', () => ({ granted: true }), 401],
    ['another word', () => 'Granted', 401],
    ['a rejection', () => Promise.reject(new Error('database')), 401],
    [
      'a throw',
      () => {
        throw new Error('bug');
      },
      401,
    ],
  ];

  it.each(ANSWERS)('%s', async (_name, authorize, status) => {
    const handler = open({ http: { authorize: authorize as Authorize } });
    expect((await ask(handler, post(bearer('t')))).status).toBe(status);
  });

  it('no answer in time, and its signal fires', async () => {
    const asked: AuthorizationRequest[] = [];
    const authorize: Authorize = (request) => {
      asked.push(request);
      return never();
    };
    const reply = ask(open({ http: { authorize } }), post(bearer('t')));
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    door.clock.advance(4_999);
    expect(asked[0]?.signal.aborted).toBe(false);
    door.clock.advance(1);
    expect((await reply).status).toBe(401);
    expect(asked[0]?.signal.aborted).toBe(true);
  });

  it('is asked with everything it may need (S-73, S-75, R-28)', async () => {
    const asked: AuthorizationRequest[] = [];
    const authorize: Authorize = async (request) => {
      asked.push(request);
      return request.query.get('key') === 'k' ? 'granted' : 'denied';
    };
    const handler = open({ http: { authorize } });
    const created = await ask(handler, post({}, '/whip/endpoint/live?app=live&key=k'));
    expect(created.status).toBe(201);
    // S-03, R-04: the query is not in the Location.
    expect(created.header('location')).not.toContain('?');
    const basic = { authorization: 'Basic dTpw' };
    await ask(handler, { target: '/whep/endpoint/open', headers: basic });
    expect(
      asked.map(({ action, method, endpointId, token }) => ({ action, method, endpointId, token })),
    ).toEqual([
      { action: 'publish', method: 'POST', endpointId: 'live', token: undefined },
      { action: 'watch', method: 'GET', endpointId: 'open', token: undefined },
    ]);
    expect(asked[1]?.headers.values('authorization')).toEqual(['Basic dTpw']);
  });

  it('is told whether the credential is the one that opened the session', async () => {
    const asked: AuthorizationRequest[] = [];
    const authorize: Authorize = (request) => {
      asked.push(request);
      return 'granted';
    };
    const handler = open({ http: { authorize } });
    const target = (await ask(handler, post(bearer('one')))).header('location') ?? '';
    const anonymous =
      (await ask(handler, post({}, '/whip/endpoint/free'))).header('location') ?? '';
    const questions = [
      { target, headers: bearer('one') },
      { target, headers: bearer('another') },
      { target, headers: {} },
      { target: anonymous, headers: {} },
      { target: anonymous, headers: bearer('one') },
      { target: '/whip/endpoint/live', headers: bearer('one') },
    ];
    asked.length = 0;
    for (const question of questions) await ask(handler, { ...question, method: 'PATCH' });
    expect(asked.map(({ opener }) => opener)).toEqual([true, false, false, false, false, false]);
    await ask(handler, { method: 'DELETE', target, headers: bearer('one') });
    await ask(handler, { method: 'DELETE', target, headers: bearer('another') });
    expect(asked.slice(-2).map(({ opener }) => opener)).toEqual([true, false]);
  });
});

describe('bearer header (S-74, R-29)', () => {
  const TOKEN = { kind: 'bearer', token: 'tok' };
  const MALFORMED = { kind: 'malformed' };
  // biome-ignore format: one row a line, read it as a table
  const ROWS: readonly (readonly [readonly string[], unknown])[] = [
    [[],                                { kind: 'none' }],
    [['Bearer tok'],                    TOKEN],
    [['bearer  tok'],                   TOKEN],
    [['BEARER tok '],                   TOKEN],
    [['Bearer Bearer tok'],             TOKEN],
    [['Bearer bearer  tok'],            TOKEN],
    [['Bearer a-b._~+/0=='],            { kind: 'bearer', token: 'a-b._~+/0==' }],
    [['Bearer undefined'],              { kind: 'bearer', token: 'undefined' }],
    [['Basic dTpw'],                    { kind: 'other', value: 'Basic dTpw' }],
    [['Bearer'],                        MALFORMED],
    [['Bearer '],                       MALFORMED],
    [['Bearer Bearer'],                 { kind: 'bearer', token: 'Bearer' }],
    [['Bearer\ttok'],                   MALFORMED],
    [['Bearer a b'],                    MALFORMED],
    [['Bearer Bearer Bearer tok'],      MALFORMED],
    [['Bearer a=b'],                    MALFORMED],
    [['Bearer tök'],                    MALFORMED],
    [['Bearer "tok"'],                  MALFORMED],
    [['Bearer tok, Bearer tok'],        MALFORMED],
    [['Bearer tok', 'Bearer tok'],      MALFORMED],
    [[''],                              MALFORMED],
  ];

  it.each(ROWS)('%j', (lines, credential) => {
    door = frontDoor();
    expect(readCredential(lines)).toEqual(credential);
  });
});
