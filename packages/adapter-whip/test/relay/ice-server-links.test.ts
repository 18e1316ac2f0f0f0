import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WhipBackend } from '../../src/index.js';
import { FakeUpstream } from '../fake-upstream/fake-upstream.js';
import { type BackendBlock, makeBackend, publish } from '../support/host.js';

const STUN = '<stun:s.example:3478>; rel="ice-server"';
const TURN =
  '<turn:t.example:443?transport=tcp>; rel="ice-server"; username="1700:me"; credential="se\\"cr\\\\et"; credential-type="password"';
const SERVERS = [
  { urls: 'stun:s.example:3478' },
  { urls: 'turn:t.example:443?transport=tcp', username: '1700:me', credential: 'se"cr\\et' },
];

let upstream: FakeUpstream;
let backend: WhipBackend;

beforeEach(async () => {
  upstream = new FakeUpstream();
  await upstream.comeUp();
});
afterEach(async () => {
  await backend.close();
  await upstream.goDown();
});

/** Publishes where the 201 has these Link lines. */
async function publishWith(links: string[], block: Partial<BackendBlock> = {}) {
  upstream.override = (request) => {
    if (request.method !== 'POST') return undefined;
    upstream.override = () => undefined;
    const reply = upstream.replyTo(request);
    return { ...reply, headers: { ...reply.headers, Link: links } };
  };
  const url = `${upstream.origin}/whip/{endpoint}`;
  backend = makeBackend({ url, probe: { method: 'none' }, ...block });
  return publish(backend);
}

describe('ICE servers of the 201 (C-31)', () => {
  it('go to the client beside the gateway’s own', async () => {
    const { session, logger } = await publishWith([STUN, TURN]);
    expect(session.iceServers).toEqual({ servers: SERVERS, use: 'beside' });
    expect(logger.quirks).toEqual([]);
  });

  it('or in place of those, where the settings say so and there are any', async () => {
    const block = { iceServers: 'upstream' } as const;
    const some = await publishWith([STUN], block);
    expect(some.session.iceServers).toEqual({ servers: [SERVERS[0]], use: 'instead' });
    await backend.close();
    const none = await publishWith([], block);
    expect(none.session.iceServers).toBeUndefined();
  });

  it('or not at all', async () => {
    const { session } = await publishWith([STUN, TURN], { iceServers: 'own' });
    expect(session.iceServers).toBeUndefined();
  });

  it.each([
    ['one line for all', [`${STUN}, ${TURN}`]],
    ['parameters without quotes, in another order', ['<stun:s.example:3478>;rel=ice-server', TURN]],
    ['names in other letters', ['<stun:s.example:3478>; REL="Ice-Server"', TURN]],
    ['other relations beside it', [STUN, '<https://x.example/>; rel="next"', TURN]],
    ['a relation of two names', ['<stun:s.example:3478>; rel="ice-server other"', TURN]],
  ])('are read from %s', async (_name, links) => {
    const { session, logger } = await publishWith(links);
    expect(session.iceServers?.servers).toEqual(SERVERS);
    expect(logger.quirks).toEqual([]);
  });

  it.each([
    ['no brackets', 'stun:other.example; rel="ice-server"'],
    ['an open bracket', '<stun:other.example; rel="ice-server"'],
    ['slashes', '<turn://other.example>; rel="ice-server"'],
    ['another scheme', '<https://other.example>; rel="ice-server"'],
    ['credentials of another type', `${STUN.replace('s.ex', 'o.ex')}; credential-type="oauth"`],
  ])('cost only themselves when they have %s', async (_name, line) => {
    const { session, logger } = await publishWith([line, TURN]);
    expect(session.iceServers?.servers).toEqual([SERVERS[1]]);
    expect(logger.quirks).toEqual(['link-malformed']);
  });

  it('that cannot be read are nobody’s business when they are no ICE servers', async () => {
    const { session, logger } = await publishWith(['nonsense', STUN]);
    expect(session.iceServers?.servers).toEqual([SERVERS[0]]);
    expect(logger.quirks).toEqual([]);
  });

  it('are in no log line', async () => {
    const opened = await publishWith([TURN.replace('1700:me', 'a;b'), 'x ice-server']);
    await opened.session.close('client-deleted');
    const told = JSON.stringify(opened.logger.all);
    expect(told).toContain('link-misread-by-obs');
    expect(told).not.toMatch(/t\.example|a;b|cr\\/);
  });
});
