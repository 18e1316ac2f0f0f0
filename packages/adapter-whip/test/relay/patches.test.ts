import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenedSession, WhipError } from '@whipway/core';
import { offerText } from '@whipway/test-rig/offer-text';
import { FakeUpstream, type SeenRequest } from '../fake-upstream/fake-upstream.js';
import { type FrontDoor, openFrontDoor } from '../support/front-door.js';
import {
  type BackendBlock,
  CALL,
  eventually,
  makeBackend,
  pause,
  publish,
  RESTART,
  refusalOf,
  trickle,
} from '../support/host.js';

let upstream: FakeUpstream;
const closers: (() => Promise<void>)[] = [];

beforeEach(async () => {
  upstream = new FakeUpstream();
  await upstream.comeUp();
  closers.push(() => upstream.goDown());
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function backend(block: Partial<BackendBlock> = {}) {
  const url = `${upstream.origin}/whip/{endpoint}`;
  const made = makeBackend({ url, probe: { method: 'none' }, ...block });
  closers.push(() => made.close());
  return made;
}

function answering(status: number, match: (request: SeenRequest) => boolean = () => true): void {
  upstream.override = (request) =>
    request.method === 'PATCH' && match(request) ? { status } : undefined;
}

/** A client of a gateway that waits 100 ms for a restart, which its upstream takes 300 ms for. */
describe('a restart that is answered after the gateway gave up', () => {
  let door: FrontDoor;
  let opened: OpenedSession;
  let first: string;
  const second = credentials('fresh', 'a-fresh-password-of-24-c');

  beforeEach(async () => {
    door = await openFrontDoor(backend(), undefined, { restart: 100 });
    closers.push(() => door.close());
    const offer = offerText();
    opened = await door.gateway.publish({ endpointId: 'live', offer });
    first =
      offer
        .match(/a=ice-(?:ufrag|pwd):\S+\r\n/g)
        ?.slice(0, 2)
        .join('') ?? '';
    upstream.latency = ({ method }) => (method === 'PATCH' ? 300 : 0);
    const late = patch(second, '*').catch((error: unknown) => WhipError.from(error, 'internal'));
    expect(await late).toMatchObject({ code: 'backend-timeout' });
    await eventually(
      () => session().remote.includes('a-fresh'),
      'the server restarts all the same',
    );
    upstream.latency = () => 0;
    await pause(50);
  });

  it('leaves the old generation’s candidates here', async () => {
    expect(await refusalOf(patch(first, opened.etag))).toMatch(
      /^backend-failed: The upstream server is in another ICE generation/,
    );
    expect(upstream.requests('PATCH')).toHaveLength(1);
  });

  it('is given to the client that asks again', async () => {
    const again = await patch(second, '*');
    const fragment = again.kind === 'restarted' ? again.fragment : '';
    expect(fragment).toContain(`a=ice-pwd:${session().local.pwd}`);
    const etag = again.kind === 'restarted' ? again.etag : '';
    expect(await patch(second, etag, 2)).toEqual({ kind: 'trickled' });
    expect(upstream.requests('PATCH').map(({ headers }) => headers['if-match'])).toEqual([
      '*',
      session().etag,
      session().etag,
    ]);
  });

  it('does not stand in the way of another one', async () => {
    const third = credentials('third', 'another-password-of-24-c');
    expect(await patch(third, '*')).toMatchObject({ kind: 'restarted' });
    expect(await patch(third, '*', 2)).toEqual({ kind: 'trickled' });
  });

  function session() {
    const [found] = upstream.sessions.values();
    if (!found) throw new Error('no session');
    return found;
  }

  function patch(ice: string, ifMatch: string, foundation = 1) {
    const { sessionId } = opened;
    const candidate = `a=candidate:${foundation} 1 udp 2122260223 192.0.2.${foundation} 61764 typ host`;
    const fragment = `a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n${ice}${candidate}\r\n`;
    return door.gateway.patch({ sessionId, fragment, ifMatch });
  }
});

function credentials(ufrag: string, pwd: string): string {
  return `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\n`;
}

describe('a server that takes a candidate for a restart', () => {
  it('has lost the client: the session ends, and is deleted', async () => {
    const opened = await publish(backend());
    const body = `${credentials('other', 'another-password-of-24-c')}`;
    upstream.override = ({ method }) => (method === 'PATCH' ? { status: 200, body } : undefined);
    expect(await refusalOf(opened.session.addCandidates(trickle(opened), CALL))).toMatch(
      /^session-ended/,
    );
    expect(opened.reports.said).toEqual(['backend-lost: it restarted ICE though nobody had asked']);
    await opened.session.close('backend-lost');
    expect(upstream.sessions.size).toBe(0);
  });

  it('is none that only says OK, with the ETag of its web framework', async () => {
    const opened = await publish(backend());
    const reply = { status: 200, headers: { ETag: 'W/"2-abc"' }, body: 'OK' };
    upstream.override = ({ method }) => (method === 'PATCH' ? reply : undefined);
    await opened.session.addCandidates(trickle(opened), CALL);
    await opened.session.addCandidates(trickle(opened), CALL);
    const [etag, next] = upstream.requests('PATCH').map(({ headers }) => headers['if-match']);
    expect(next).toBe(etag);
    expect(opened.reports.said).toEqual([]);
  });
});

describe('a refused candidate', () => {
  it.each([405, 415, 422, 501])(
    '%i after one that was taken is an error, not a rule',
    async (status) => {
      const opened = await publish(backend());
      await opened.session.addCandidates(trickle(opened), CALL);
      answering(status);
      expect(await refusalOf(opened.session.addCandidates(trickle(opened), CALL))).toMatch(
        /^backend-(refused|failed)/,
      );
      upstream.override = () => undefined;
      await opened.session.addCandidates(trickle(opened), CALL);
      expect(upstream.requests('PATCH')).toHaveLength(3);
      expect(opened.logger.quirks).toEqual([]);
    },
  );

  it('400 is about the one fragment: it is dropped', async () => {
    const opened = await publish(backend());
    answering(400);
    await opened.session.addCandidates(trickle(opened), CALL);
    upstream.override = () => undefined;
    await opened.session.addCandidates(trickle(opened), CALL);
    expect([...upstream.sessions.values()][0]?.fragments).toHaveLength(1);
    expect(opened.logger.quirks).toEqual([]);
  });

  it('400 is told where the settings say so', async () => {
    const opened = await publish(backend({ onNoTrickle: 'refuse' }));
    answering(400);
    expect(await refusalOf(opened.session.addCandidates(trickle(opened), CALL))).toMatch(
      /^trickle-unsupported/,
    );
  });

  it('without a Location is a 405 there: nothing can be patched (S-85)', async () => {
    upstream.override = (request) => {
      if (request.method !== 'POST') return undefined;
      upstream.override = () => undefined;
      const { headers, ...reply } = upstream.replyTo(request);
      return { ...reply, headers: { ETag: `${headers?.['ETag']}` } };
    };
    const opened = await publish(backend({ onNoTrickle: 'refuse' }));
    expect(await refusalOf(opened.session.addCandidates(trickle(opened), CALL))).toMatch(
      /^method-not-allowed/,
    );
  });
});

describe('a redirect (307, 308)', () => {
  /** Moves every session to another path, which only PATCH and DELETE find by the redirect. */
  function moving(status: number): void {
    upstream.override = (request) => {
      const { method, path } = request;
      if (path.startsWith('/moved/'))
        return upstream.replyTo({ ...request, path: path.replace('/moved', '/session') });
      if (method !== 'PATCH' && method !== 'DELETE') return undefined;
      return { status, headers: { Location: path.replace('/session', '/moved') } };
    };
  }

  it.each([307, 308])('%i of PATCH and DELETE is followed, with the body', async (status) => {
    const opened = await publish(backend({ token: 'ours' }));
    moving(status);
    await opened.session.addCandidates(trickle(opened), CALL);
    expect([...upstream.sessions.values()][0]?.fragments).toHaveLength(1);
    await opened.session.restartIce(RESTART, CALL);
    await opened.session.close('client-deleted');
    expect(upstream.sessions.size).toBe(0);
    expect(new Set(upstream.seen.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer ours']),
    );
  });

  it('to a private address elsewhere is not followed', async () => {
    const other = new FakeUpstream();
    await other.comeUp();
    closers.push(() => other.goDown());
    const opened = await publish(backend());
    const Location = `${other.origin}/session/s1`;
    upstream.override = ({ method }) =>
      method === 'PATCH' ? { status: 307, headers: { Location } } : undefined;
    expect(await refusalOf(opened.session.addCandidates(trickle(opened), CALL))).toMatch(
      /^backend-refused: .*redirects.allowPrivate/,
    );
    expect(other.connections).toBe(0);
  });
});
