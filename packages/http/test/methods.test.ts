import { afterEach, describe, expect, it } from '@jest/globals';
import { vectorText } from '@whipway/test-rig/fixtures';
import { ask, bearer, OFFER, PUBLISHER } from './support/ask.js';
import { type FrontDoor, frontDoor, WATCH_TOKEN } from './support/front-door.js';
import { watchOffer } from './support/whip-client.js';

const ENDPOINT_METHODS = 'OPTIONS, GET, HEAD, POST';
const SESSION_METHODS = 'OPTIONS, GET, HEAD, PATCH, DELETE';
const SDP_FRAGMENT = 'application/trickle-ice-sdpfrag';
const WATCHER = bearer(WATCH_TOKEN);

let door: FrontDoor;
const open = async (options: Parameters<typeof frontDoor>[0] = {}) => {
  door = frontDoor(options);
  const published = await ask(door.handler, {
    method: 'POST',
    target: '/whip/endpoint/live',
    headers: OFFER,
    body: vectorText('OK-O1'),
  });
  const watched = await ask(door.handler, {
    method: 'POST',
    target: '/whep/endpoint/live',
    headers: { ...OFFER, ...WATCHER },
    body: watchOffer(),
  });
  return {
    session: published.header('location') ?? '',
    viewer: watched.header('location') ?? '',
  };
};

afterEach(async () => {
  await door.gateway.close();
  expect(door.backend.running).toEqual([]);
});

describe('methods that a URL does not have (S-42, S-43)', () => {
  it.each([
    ['PUT', 405],
    ['PATCH', 405],
    ['DELETE', 405],
    ['TRACE', 405],
    ['FOO', 501],
    ['constructor', 501],
    ['post', 501],
  ])('%s on an endpoint: %i with Allow', async (method, status) => {
    await open();
    for (const kind of ['whip', 'whep']) {
      const target = `/${kind}/endpoint/live`;
      const headers = kind === 'whip' ? PUBLISHER : WATCHER;
      const reply = await ask(door.handler, { method, target, headers });
      expect([reply.status, reply.header('allow')]).toEqual([status, ENDPOINT_METHODS]);
    }
  });

  it.each([
    ['POST', 405],
    ['PUT', 405],
    ['FOO', 501],
  ])('%s on a session: %i with Allow', async (method, status) => {
    const { session, viewer } = await open();
    for (const [target, headers] of [
      [session, PUBLISHER],
      [viewer, WATCHER],
    ] as const) {
      const reply = await ask(door.handler, { method, target, headers });
      expect([reply.status, reply.header('allow')]).toEqual([status, SESSION_METHODS]);
    }
  });

  it('medooze’s "mute" POST is a 405 and changes nothing (R-17, S-28)', async () => {
    const { session } = await open();
    const headers = { ...PUBLISHER, 'content-type': 'application/json' };
    const reply = await ask(door.handler, { method: 'POST', target: session, headers, body: '{}' });
    expect(reply.status).toBe(405);
    expect(door.gateway.sessions()).toHaveLength(2);
  });
});

describe('GET and HEAD (S-40, S-41)', () => {
  it.each(['GET', 'HEAD'])('%s is 204 without content, on every kind of URL', async (method) => {
    const { session, viewer } = await open();
    for (const [target, headers] of [
      ['/whip/endpoint/live', PUBLISHER],
      [session, PUBLISHER],
      ['/whep/endpoint/live', WATCHER],
      [viewer, WATCHER],
    ] as const) {
      const reply = await ask(door.handler, { method, target, headers });
      expect([reply.status, reply.body]).toEqual([204, '']);
      expect(reply.header('content-type')).toBeUndefined();
      expect(reply.header('content-length')).toBeUndefined();
      expect(reply.header('cache-control')).toBe('no-store');
    }
  });
});

describe('sessions that are not there (S-44)', () => {
  const METHODS = ['GET', 'HEAD', 'PATCH', 'DELETE', 'POST', 'PUT'];

  it.each(METHODS)('%s is 404 after DELETE, and for ids that never were', async (method) => {
    const { session } = await open();
    const gone = { method: 'DELETE', target: session, headers: PUBLISHER };
    expect((await ask(door.handler, gone)).status).toBe(200);
    for (const target of [
      session,
      '/whip/session/never',
      '/whip/session/%E0%A4%A',
      '/whip/session/a/b',
    ]) {
      const reply = await ask(door.handler, { method, target, headers: PUBLISHER });
      expect([reply.status, reply.problem().code]).toEqual([404, 'session-not-found']);
    }
  });

  it('OPTIONS is 200 whether it exists or not', async () => {
    await open();
    for (const target of ['/whip/session/never', '/whep/session/never', '/whip/endpoint/never']) {
      expect((await ask(door.handler, { method: 'OPTIONS', target })).status).toBe(200);
    }
  });

  it('a publisher’s session is nothing under /whep, and the other way round', async () => {
    const { session, viewer } = await open();
    const crossed = [
      [session.replace('whip', 'whep'), PUBLISHER],
      [viewer.replace('whep', 'whip'), PUBLISHER],
      [viewer.replace('whep', 'whip'), WATCHER],
    ] as const;
    for (const [target, headers] of crossed) {
      for (const method of ['GET', 'DELETE']) {
        expect((await ask(door.handler, { method, target, headers })).status).toBe(404);
      }
    }
    expect(door.gateway.sessions()).toHaveLength(2);
  });
});

describe('what the backend cannot do shows in the methods', () => {
  const no = { no: 'not in this test' };

  it('neither trickle nor restart: PATCH is 405 and in no Allow (X12)', async () => {
    const { session } = await open({ backend: { capabilities: { trickle: no, restart: no } } });
    const headers = { ...PUBLISHER, 'content-type': SDP_FRAGMENT, 'if-match': '*' };
    const body = vectorText('OK-F1');
    const reply = await ask(door.handler, { method: 'PATCH', target: session, headers, body });
    expect(reply.status).toBe(405);
    expect(reply.header('allow')).toBe('OPTIONS, GET, HEAD, DELETE');
    const options = await ask(door.handler, { method: 'OPTIONS', target: session });
    expect(options.header('allow')).toBe('OPTIONS, GET, HEAD, DELETE');
    expect(options.header('accept-patch')).toBeUndefined();
    // S-58: some clients switch trickle on by this header.
    expect(options.header('access-control-allow-methods')).not.toContain('PATCH');
  });

  it.each([
    ['trickle', { restart: no }, 'OK-F1', 204],
    ['no restart', { restart: no }, 'OK-F6', 422],
    ['restart', { trickle: no }, 'OK-F6', 200],
    ['no trickle', { trickle: no }, 'OK-F1', 422],
  ])('only one of them: %s (S-85)', async (_what, capabilities, vector, status) => {
    const { session } = await open({ backend: { capabilities } });
    const headers = { ...PUBLISHER, 'content-type': SDP_FRAGMENT, 'if-match': '*' };
    const body = vectorText(vector);
    const reply = await ask(door.handler, { method: 'PATCH', target: session, headers, body });
    expect(reply.status).toBe(status);
  });
});
