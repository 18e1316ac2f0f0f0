import { afterEach, describe, expect, it } from '@jest/globals';
import type { OfferedIceServers } from '@whipway/core';
import { vectorText } from '@whipway/test-rig/fixtures';
import type { WhipHandlerOptions } from '../src/settings.js';
import { ask, type HeaderInput, OFFER, PUBLISHER } from './support/ask.js';
import { eventually } from './support/eventually.js';
import { type FrontDoor, frontDoor } from './support/front-door.js';

const TURN = {
  urls: ['turn:t.example', 'turns:t.example:443?transport=tcp'],
  username: 'u',
  credential: 'c',
};
const POST = {
  method: 'POST',
  target: '/whip/endpoint/live',
  headers: OFFER,
  body: vectorText('OK-O1'),
};

let door: FrontDoor;
afterEach(() => door.gateway.close());
const open = (http: Partial<WhipHandlerOptions>) => {
  door = frontDoor({ http });
  return door.handler;
};

describe('Link lines of the 201 (S-60 to S-67)', () => {
  it('one for each URL, in the order that deployed parsers take (S-63, X13)', async () => {
    const reply = await ask(open({ iceServers: [{ urls: 'stun:s.example:3478' }, TURN] }), POST);
    const secret = 'username="u"; credential="c"; credential-type="password"';
    expect(reply.all('link')).toEqual([
      '<stun:s.example:3478>; rel="ice-server"',
      `<turn:t.example>; rel="ice-server"; ${secret}`,
      `<turns:t.example:443?transport=tcp>; rel="ice-server"; ${secret}`,
    ]);
  });

  it('secrets survive quoting (S-62)', async () => {
    const credential = 'a"b,c;d\\e';
    const server = { urls: 'turn:t.example', username: '1700000000:"me"', credential };
    const [link = ''] = (await ask(open({ iceServers: [server] }), POST)).all('link');
    const parameters = [...link.matchAll(/(\w[\w-]*)="((?:[^"\\]|\\.)*)"/g)].map(
      ([, name, value]) => [name, value?.replace(/\\(.)/g, '$1')],
    );
    expect(parameters).toEqual([
      ['rel', 'ice-server'],
      ['username', server.username],
      ['credential', credential],
      ['credential-type', 'password'],
    ]);
  });

  it('extensions: one relation each, in the 201 only (S-66, R-22)', async () => {
    const handler = open({
      extensions: [
        { urn: 'urn:ietf:params:whip:ext:example:one', url: 'https://e.example/one' },
        { urn: 'urn:ietf:params:whip:ext:two', url: (id) => `/extensions/${id}` },
      ],
    });
    const reply = await ask(handler, POST);
    const sessionId = reply.header('location')?.split('/').at(-1);
    expect(reply.all('link')).toEqual([
      '<https://e.example/one>; rel="urn:ietf:params:whip:ext:example:one"',
      `</extensions/${sessionId}>; rel="urn:ietf:params:whip:ext:two"`,
    ]);
    const options = { method: 'OPTIONS', target: POST.target, headers: PUBLISHER };
    expect((await ask(handler, options)).all('link')).toEqual([]);
  });
});

describe('ICE servers of the media server (S-60)', () => {
  const OWN = { urls: 'stun:own.example', username: 'mine' };
  const THEIRS = { urls: ['turn:t.example', 'stun:own.example'], username: 'u', credential: 'c' };
  const BROKEN = [
    { urls: 'https://t.example' },
    { urls: 'turn:t.example', credential: 'a\r\nX-Injected: 1' },
  ];
  const targets = async (iceServers: OfferedIceServers) => {
    door = frontDoor({ http: { iceServers: [OWN] }, backend: { iceServers } });
    const reply = await ask(door.handler, POST);
    expect(reply.status).toBe(201);
    return reply.all('link').map((line) => line.replace('; rel="ice-server"', ''));
  };
  const MINE = '<stun:own.example>; username="mine"';
  const SECRETS = 'username="u"; credential="c"; credential-type="password"';

  it('stand beside the host’s own, behind them, each URI once', async () => {
    expect(await targets({ servers: [THEIRS], use: 'beside' })).toEqual([
      MINE,
      `<turn:t.example>; ${SECRETS}`,
    ]);
  });

  it('or in their place', async () => {
    expect(await targets({ servers: [THEIRS], use: 'instead' })).toEqual([
      `<turn:t.example>; ${SECRETS}`,
      `<stun:own.example>; ${SECRETS}`,
    ]);
  });

  it('what fits no Link line is left out, and costs no session', async () => {
    expect(await targets({ servers: [...BROKEN, THEIRS], use: 'beside' })).toEqual([
      MINE,
      `<turn:t.example>; ${SECRETS}`,
    ]);
  });

  it('are not shown by OPTIONS: they belong to a session', async () => {
    door = frontDoor({ backend: { iceServers: { servers: [THEIRS], use: 'beside' } } });
    const options = { method: 'OPTIONS', target: POST.target, headers: PUBLISHER };
    expect((await ask(door.handler, options)).all('link')).toEqual([]);
  });
});

it('an extension that fails for a session ends it: nobody got its URL', async () => {
  const url = (id: string): string => {
    throw new Error(`no URL for ${id}`);
  };
  const handler = open({ extensions: [{ urn: 'urn:ietf:params:whip:ext:two', url }] });
  expect((await ask(handler, POST)).status).toBe(500);
  await eventually(() => door.backend.running.length === 0);
  expect(door.gateway.sessions()).toEqual([]);
  expect(door.backend.sessions[0]).toMatchObject({ closed: 'client-gone' });
});

describe('ICE servers on OPTIONS (S-64, S-65, X8)', () => {
  const PREFLIGHT = { 'access-control-request-method': 'POST' };
  const WITH_LINK = { ...PREFLIGHT, 'access-control-request-headers': 'authorization, Link' };
  const ROWS: readonly (readonly [string, HeaderInput, number])[] = [
    ['with the token', PUBLISHER, 2],
    ['without a token', {}, 0],
    ['with a wrong token', { authorization: 'Bearer wrong' }, 0],
    ['a preflight', { ...PUBLISHER, ...PREFLIGHT }, 0],
    ['a preflight that announces Link', { ...PUBLISHER, ...WITH_LINK }, 2],
    ['the same without a token, as browsers send it', WITH_LINK, 0],
  ];

  it.each(ROWS)('%s', async (_name, headers, count) => {
    const handler = open({ iceServers: [TURN] });
    const reply = await ask(handler, { method: 'OPTIONS', target: '/whip/endpoint/live', headers });
    expect([reply.status, reply.all('link').length]).toEqual([200, count]);
    expect(reply.body).toBe('');
  });

  it('not on an endpoint that is not there, nor on sessions', async () => {
    const handler = open({ iceServers: [TURN] });
    for (const target of ['/whip/endpoint/none', '/whip/session/none']) {
      const reply = await ask(handler, { method: 'OPTIONS', target, headers: PUBLISHER });
      expect([reply.status, reply.all('link')]).toEqual([200, []]);
    }
  });
});

describe('options that no header can carry are refused at once (S-61)', () => {
  it.each([
    ['another scheme', { iceServers: [{ urls: 'https://t.example' }] }],
    ['slashes', { iceServers: [{ urls: 'turn://t.example' }] }],
    ['a query on stun', { iceServers: [{ urls: 'stun:s.example?transport=udp' }] }],
    ['an unknown query', { iceServers: [{ urls: 'turn:t.example?transport=sctp' }] }],
    ['a line break', { iceServers: [{ urls: 'turn:t.example', username: 'a\r\nX: 1' }] }],
    ['a bracket in a URI', { iceServers: [{ urls: 'turn:t.example>' }] }],
    ['a base path without a slash', { basePath: 'live' }],
    ['a base path with one too many', { basePath: '/live/' }],
    ['a public URL with a query', { publicUrl: 'https://m.example/?a' }],
    ['a public URL of another scheme', { publicUrl: 'ftp://m.example' }],
  ])('%s', (_name, http) => {
    door = frontDoor();
    expect(() => frontDoor({ http })).toThrow(TypeError);
  });

  it.each([
    ['another URN', { urn: 'urn:x', url: '/e' }],
    ['upper case', { urn: 'urn:ietf:params:whip:ext:A', url: '/e' }],
    ['a URL with a bracket', { urn: 'urn:ietf:params:whip:ext:a', url: '/e>' }],
  ])('an extension with %s', (_name, extension) => {
    door = frontDoor();
    expect(() => frontDoor({ http: { extensions: [extension] } })).toThrow(TypeError);
  });
});
