import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AbortHandle } from '@whipway/core';
import { TEST_CERTIFICATE } from '@whipway/test-rig/test-certificate';
import { WhipBackend } from '../../src/index.js';
import { SERVER_QUIRKS } from '../../src/relay/server-quirks.js';
import { backendSettings } from '../../src/settings.js';
import { type FakeReply, FakeUpstream, type SeenRequest } from '../fake-upstream/fake-upstream.js';
import {
  type BackendBlock,
  CALL,
  CLOCK,
  eventually,
  Lines,
  makeBackend,
  pause,
  publish,
  RESTART,
  refusalOf,
  trickle,
} from '../support/host.js';

let upstream: FakeUpstream;
const backends: WhipBackend[] = [];

beforeEach(async () => {
  upstream = new FakeUpstream();
  await upstream.comeUp();
});
afterEach(async () => {
  upstream.endStall();
  for (const backend of backends.splice(0)) await backend.close();
  await upstream.goDown();
});

function backend(block: Partial<BackendBlock> = {}): WhipBackend {
  const made = makeBackend({
    url: `${upstream.origin}/whip/{endpoint}`,
    probe: { method: 'none' },
    ...block,
  });
  backends.push(made);
  return made;
}

/** Answers some requests otherwise; `undefined` leaves them to the fake. */
function answering(method: string, reply: (request: SeenRequest) => FakeReply | undefined): void {
  upstream.override = (request) => (request.method === method ? reply(request) : undefined);
}

/** The fake’s own 201, with other headers. */
function creating(change: (reply: FakeReply) => FakeReply): void {
  upstream.override = (request) => {
    if (request.method !== 'POST') return undefined;
    upstream.override = () => undefined;
    return change(upstream.replyTo(request));
  };
}

function withoutHeader({ headers, ...reply }: FakeReply, name: string): FakeReply {
  const kept = Object.entries(headers ?? {}).filter(([key]) => key !== name);
  return { ...reply, headers: Object.fromEntries(kept) };
}

describe('where a session goes', () => {
  it('is the backend’s URL with the endpoint’s id, and its token', async () => {
    await publish(backend({ token: 'ours' }), { id: 'a b/c' });
    expect(upstream.seen[0]).toMatchObject({ method: 'POST', path: '/whip/a%20b%2Fc' });
    expect(upstream.seen[0]?.headers.authorization).toBe('Bearer ours');
  });

  it('is the endpoint’s own URL, which does not get the backend’s token', async () => {
    const made = backend({ token: 'ours' });
    await publish(made, { endpoint: { url: `${upstream.origin}/whip/special` } });
    await publish(made, { endpoint: { token: 'special' } });
    const seen = upstream.requests('POST');
    expect(seen.map(({ path }) => path)).toEqual(['/whip/special', '/whip/live']);
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer special']);
  });

  it.each([
    ['http://ingest.example.com/whip', 1],
    ['https://ingest.example.com/whip', 0],
    ['http://localhost:7080/whip', 0],
    ['http://[::1]:7080/whip', 0],
  ])('%s: warns that a token would travel in the clear: %i', (url, warnings) => {
    const logger = new Lines();
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const settings = backendSettings.parse({ url, token: 'ours' });
    backends.push(new WhipBackend(settings, { clock: CLOCK, logger, media }));
    expect(logger.all).toHaveLength(warnings);
    expect(JSON.stringify(logger.all)).not.toContain('ours');
  });

  it('sends the offer at once, with the candidates it has: none (R-01)', async () => {
    const { offer } = await publish(backend());
    const body = upstream.requests('POST')[0]?.body ?? '';
    expect(body.replaceAll('a=rtcp-mux-only\r\n', '')).toBe(offer);
    expect(body).not.toContain('a=candidate');
  });
});

describe('the session’s URL', () => {
  it.each([
    ['/session/s1', '/session/s1'],
    ['s1', '/whip/s1'],
    ['?id=1', '/whip/live?id=1'],
    ['../session/s1', '/session/s1'],
  ])('%s is resolved against the URL that answered (C-24)', async (location, path) => {
    creating((reply) => ({ ...reply, headers: { ...reply.headers, Location: location } }));
    const { session } = await publish(backend());
    await session.close('client-deleted');
    expect(upstream.requests('DELETE')[0]?.path).toBe(path);
  });

  it('is resolved against the last URL after a redirect', async () => {
    upstream.override = ({ path }) =>
      path === '/whip/live' ? { status: 307, headers: { Location: '/whip/edge/7' } } : undefined;
    const { session } = await publish(backend());
    expect(upstream.requests('POST').map(({ path }) => path)).toEqual([
      '/whip/live',
      '/whip/edge/7',
    ]);
    await session.close('client-deleted');
    expect(upstream.sessions.size).toBe(0);
  });

  it.each(['127.0.0.1', 'localhost'])(
    'on a private address elsewhere (%s) is never asked: the answer is unusable',
    async (host) => {
      const other = new FakeUpstream();
      await other.comeUp();
      const Location = `${other.origin.replace('127.0.0.1', host)}/session/s1`;
      creating((reply) => ({ ...reply, headers: { ...reply.headers, Location } }));
      expect(await refusalOf(publish(backend()))).toMatch(
        /^answer-unusable: .*redirects.allowPrivate/,
      );
      creating((reply) => ({ ...reply, headers: { ...reply.headers, Location } }));
      const allowing = backend({ redirects: { allowPrivate: true } });
      await (await publish(allowing)).session.close('client-deleted');
      await other.goDown();
      expect(other.seen.map(({ method }) => method)).toEqual(['DELETE']);
    },
  );

  it('that is no HTTP URL makes the answer unusable', async () => {
    creating((reply) => ({ ...reply, headers: { ...reply.headers, Location: 'ftp://x/' } }));
    expect(await refusalOf(publish(backend()))).toMatch(/^answer-unusable/);
  });
});

describe('ETags', () => {
  it('go with trickle as they were told, generation by generation; restarts say * (C-11, C-16)', async () => {
    const opened = await publish(backend());
    const { session } = opened;
    const first = [...upstream.sessions.values()][0]?.etag;
    await session.addCandidates(trickle(opened), CALL);
    await session.restartIce(RESTART, CALL);
    const second = [...upstream.sessions.values()][0]?.etag;
    await session.addCandidates(RESTART, CALL);
    await session.close('client-deleted');
    expect(second).not.toBe(first);
    const sent = upstream.requests('PATCH').map(({ headers }) => headers['if-match']);
    expect(sent).toEqual([first, '*', second]);
    expect(upstream.requests('DELETE')[0]?.headers['if-match']).toBeUndefined();
  });

  it('stay as they were when a restart is refused (S-95a)', async () => {
    const opened = await publish(backend());
    upstream.refusesRestarts = true;
    expect(await refusalOf(opened.session.restartIce(RESTART, CALL))).toMatch(
      /^backend-unavailable/,
    );
    await opened.session.addCandidates(trickle(opened), CALL);
    expect([...upstream.sessions.values()][0]?.fragments).toHaveLength(1);
  });
});

describe('a PATCH', () => {
  it('waits for the one before, also when nobody waits for that any more', async () => {
    const opened = await publish(backend());
    upstream.stall();
    const abort = new AbortHandle();
    const abandoned = opened.session.restartIce(RESTART, { signal: abort.signal });
    await eventually(() => upstream.requests('PATCH').length === 1, 'the restart is on its way');
    abort.abort();
    expect(await refusalOf(abandoned)).toMatch(/^aborted/);
    const next = opened.session.addCandidates(RESTART, CALL);
    await pause(50);
    expect(upstream.requests('PATCH')).toHaveLength(1);
    upstream.endStall();
    await next;
    const [, second] = upstream.requests('PATCH');
    expect(second?.headers['if-match']).toBe([...upstream.sessions.values()][0]?.etag);
  });

  it('on a session the server has forgotten ends ours', async () => {
    const opened = await publish(backend());
    upstream.sessions.clear();
    expect(await refusalOf(opened.session.addCandidates(trickle(opened), CALL))).toMatch(
      /^session-ended/,
    );
    expect(opened.reports.said).toEqual(['backend-closed: the session is gone on the server']);
    expect(await refusalOf(opened.session.restartIce(RESTART, CALL))).toMatch(/^session-ended/);
    await opened.session.close('backend-closed');
    expect(upstream.requests('DELETE')).toHaveLength(0);
  });

  it('that brings nonsense for a restart is backend-failed', async () => {
    const { session } = await publish(backend());
    answering('PATCH', () => ({ status: 200, body: '<html>hello</html>' }));
    expect(await refusalOf(session.restartIce(RESTART, CALL))).toMatch(/^backend-failed/);
  });
});

describe('a server that takes no trickle', () => {
  it.each([405, 501, 422, 415])(
    '%i: candidates are dropped and counted, once it is known',
    async (status) => {
      const opened = await publish(backend());
      answering('PATCH', () => ({ status }));
      await opened.session.addCandidates(trickle(opened), CALL);
      await opened.session.addCandidates(trickle(opened), CALL);
      expect(upstream.requests('PATCH')).toHaveLength(1);
      expect(opened.logger.quirks).toEqual(['trickle-refused']);
      await opened.session.close('client-deleted');
      expect(opened.logger.all.map(({ fields }) => fields['candidates'])).toContain(2);
      expect(opened.reports.notes).toEqual({
        'trickle-refused': SERVER_QUIRKS['trickle-refused'].reaction,
        'candidates-dropped': 'The upstream server did not take 2 of the client’s candidates.',
      });
    },
  );

  it('is refused with 422, or 405 where restart is missing too, when configured so (S-85)', async () => {
    const made = backend({ onNoTrickle: 'refuse' });
    const restartable = await publish(made);
    answering('PATCH', () => ({ status: 405 }));
    expect(await refusalOf(restartable.session.addCandidates(trickle(restartable), CALL))).toMatch(
      /^trickle-unsupported/,
    );
    creating((reply) => withoutHeader(reply, 'ETag'));
    const neither = await publish(made);
    answering('PATCH', () => ({ status: 405 }));
    expect(await refusalOf(neither.session.addCandidates(trickle(neither), CALL))).toMatch(
      /^method-not-allowed/,
    );
  });
});

/** Each quirk provoked, with what becomes of it. */
const PROVOKED: Record<keyof typeof SERVER_QUIRKS, () => Promise<readonly unknown[]>> = {
  async 'created-as-200'() {
    creating((reply) => ({ ...reply, status: 200 }));
    const { session, logger } = await publish(backend());
    expect(session.answer).toMatch(/^v=0/);
    return logger.quirks;
  },
  async 'location-missing'() {
    creating((reply) => withoutHeader(reply, 'Location'));
    const opened = await publish(backend({ probe: { interval: 10 } }));
    await opened.session.addCandidates(trickle(opened), CALL);
    expect(await refusalOf(opened.session.restartIce(RESTART, CALL))).toMatch(
      /^restart-unsupported/,
    );
    await opened.session.close('client-deleted');
    expect(upstream.seen.map(({ method }) => method)).toEqual(['POST']);
    return opened.logger.quirks;
  },
  async 'location-downgraded'() {
    const secure = new FakeUpstream(TEST_CERTIFICATE);
    await secure.comeUp();
    await upstream.goDown();
    upstream = secure;
    const Location = `${secure.origin.replace('https', 'http')}/session/s1`;
    creating((reply) => ({ ...reply, headers: { ...reply.headers, Location } }));
    const { session, logger } = await publish(backend({ tls: { verify: false } }));
    await session.close('client-deleted');
    expect(secure.requests('DELETE').map(({ path }) => path)).toEqual(['/session/s1']);
    return logger.quirks;
  },
  async 'etag-missing'() {
    creating((reply) => withoutHeader(reply, 'ETag'));
    const opened = await publish(backend());
    expect(await refusalOf(opened.session.restartIce(RESTART, CALL))).toMatch(
      /^restart-unsupported/,
    );
    answering('PATCH', () => ({ status: 204 }));
    await opened.session.addCandidates(trickle(opened), CALL);
    expect(upstream.requests('PATCH').map(({ headers }) => headers['if-match'])).toEqual([
      undefined,
    ]);
    return opened.logger.quirks;
  },
  async 'etag-unquoted'() {
    creating((reply) => ({ ...reply, headers: { ...reply.headers, ETag: 'abc' } }));
    const opened = await publish(backend());
    answering('PATCH', () => ({ status: 204 }));
    await opened.session.addCandidates(trickle(opened), CALL);
    expect(upstream.requests('PATCH')[0]?.headers['if-match']).toBe('abc');
    return opened.logger.quirks;
  },
  async 'link-malformed'() {
    creating((reply) => ({
      ...reply,
      headers: { ...reply.headers, Link: 'stun:s.example; rel="ice-server"' },
    }));
    const { session, logger } = await publish(backend());
    expect(session.iceServers).toBeUndefined();
    return logger.quirks;
  },
  async 'link-misread-by-obs'() {
    const Link = '<turn:t.example>; rel="ice-server"; username="u"; credential="a;b"';
    creating((reply) => ({ ...reply, headers: { ...reply.headers, Link } }));
    const { session, logger } = await publish(backend());
    expect(session.iceServers?.servers).toHaveLength(1);
    return logger.quirks;
  },
  async 'quoted-star'() {
    const { session, logger } = await publish(backend());
    answering('PATCH', ({ headers }) =>
      headers['if-match'] === '*'
        ? { status: 412 }
        : upstream.replyTo({
            ...upstreamLast(),
            headers: { ...upstreamLast().headers, 'if-match': '*' },
          }),
    );
    expect((await session.restartIce(RESTART, CALL)).ufrag).toHaveLength(8);
    expect(upstream.requests('PATCH').map(({ headers }) => headers['if-match'])).toEqual([
      '*',
      '"*"',
    ]);
    return logger.quirks;
  },
  async 'etag-as-request'() {
    const opened = await publish(backend());
    const etag = [...upstream.sessions.values()][0]?.etag;
    answering('PATCH', ({ headers }) => ({ status: headers['etag'] === etag ? 204 : 412 }));
    await opened.session.addCandidates(trickle(opened), CALL);
    return opened.logger.quirks;
  },
  async 'trickle-refused'() {
    const opened = await publish(backend());
    answering('PATCH', () => ({ status: 405 }));
    await opened.session.addCandidates(trickle(opened), CALL);
    return opened.logger.quirks;
  },
  async 'restart-ignored'() {
    const { session, logger } = await publish(backend());
    answering('PATCH', () => ({ status: 204 }));
    expect(await refusalOf(session.restartIce(RESTART, CALL))).toMatch(/^restart-unsupported/);
    return logger.quirks;
  },
  async 'restart-without-etag'() {
    const { session, logger } = await publish(backend());
    answering('PATCH', () => withoutHeader(upstream.replyTo(upstreamLast()), 'ETag'));
    await session.restartIce(RESTART, CALL);
    return logger.quirks;
  },
  async 'delete-unsupported'() {
    const { session, logger } = await publish(backend());
    answering('DELETE', () => ({ status: 405 }));
    await session.close('client-deleted');
    expect(upstream.requests('DELETE')).toHaveLength(1);
    return logger.quirks;
  },
  async 'probe-blind'() {
    answering('GET', () => ({ status: 405 }));
    const opened = await publish(backend({ probe: { interval: 10 } }));
    await eventually(() => opened.logger.quirks.length > 0, 'the quirk is noted');
    upstream.sessions.clear();
    await pause(50);
    expect(opened.reports.said).toEqual([]);
    return opened.logger.quirks;
  },
};

function upstreamLast(): SeenRequest {
  const last = upstream.seen.at(-1);
  if (!last) throw new Error('nothing was sent');
  return last;
}

describe('the quirk', () => {
  it.each(Object.keys(SERVER_QUIRKS) as (keyof typeof SERVER_QUIRKS)[])(
    '%s is noted once',
    async (quirk) => {
      expect(await PROVOKED[quirk]()).toEqual([quirk]);
    },
  );
});

describe('the end of a session', () => {
  it('is found with GET, or with OPTIONS where GET is not routed', async () => {
    const byGet = await publish(backend({ probe: { interval: 20 } }));
    upstream.sessions.clear();
    await eventually(() => byGet.reports.said.length > 0, 'the end is found by GET');
    upstream.override = ({ method, path }) => {
      if (method === 'GET') return { status: 404 };
      const alive = upstream.sessions.has(path.replace('/session/', ''));
      return method === 'OPTIONS' ? { status: alive ? 200 : 404 } : undefined;
    };
    const byOptions = await publish(backend({ probe: { interval: 20 } }));
    await pause(60);
    expect(byOptions.reports.said).toEqual([]);
    upstream.sessions.clear();
    await eventually(() => byOptions.reports.said.length > 0, 'the end is found by OPTIONS');
    expect(byOptions.reports.said).toEqual(['backend-closed: the session is gone on the server']);
  });

  it('is taken for granted after several probes in a row without a reply', async () => {
    const { reports } = await publish(
      backend({ probe: { method: 'get', interval: 20, failures: 3 } }),
    );
    let failing = 0;
    answering('GET', () => {
      failing += 1;
      return { status: failing % 3 === 0 ? 204 : 500 };
    });
    await eventually(() => failing > 9, 'probes go on');
    expect(reports.said).toEqual([]);
    answering('GET', () => ({ status: 502 }));
    await eventually(() => reports.said.length > 0, 'the server counts as lost');
    expect(reports.said).toEqual(['backend-lost: the server left 3 probes unanswered']);
  });

  it.each([401, 403])('is not read from %i, which is about the token only', async (status) => {
    const { reports } = await publish(backend({ probe: { method: 'get', interval: 10 } }));
    answering('GET', () => ({ status }));
    await pause(100);
    expect(upstream.requests('GET').length).toBeGreaterThan(3);
    expect(reports.said).toEqual([]);
  });

  it('is told again and again until the server has understood', async () => {
    const { session } = await publish(backend());
    let tries = 0;
    answering('DELETE', () => {
      tries += 1;
      return tries < 3 ? { status: 503 } : undefined;
    });
    await session.close('revoked');
    expect([tries, upstream.sessions.size]).toEqual([3, 0]);
  });
});

describe('a POST', () => {
  it('whose client is gone is deleted when its 201 comes', async () => {
    upstream.stall();
    const abort = new AbortHandle();
    const opening = publish(backend(), { call: { signal: abort.signal } });
    await eventually(() => upstream.seen.length === 1, 'the POST is on its way');
    abort.abort();
    expect(await refusalOf(opening)).toMatch(/^aborted/);
    upstream.endStall();
    await eventually(() => upstream.requests('DELETE').length === 1, 'the late session is deleted');
    expect(upstream.sessions.size).toBe(0);
  });

  it('that is on its way when the backend closes leaves nothing', async () => {
    upstream.stall();
    const made = backend();
    const opening = publish(made);
    await eventually(() => upstream.seen.length === 1, 'the POST is on its way');
    const closing = made.close();
    upstream.endStall();
    expect(await refusalOf(opening)).toMatch(/^shutting-down/);
    await closing;
    expect(upstream.sessions.size).toBe(0);
    expect(await refusalOf(publish(made))).toMatch(/^shutting-down/);
  });

  it('refused behind a redirect to another origin says why', async () => {
    const other = new FakeUpstream();
    await other.comeUp();
    other.token = 'ours';
    answering('POST', () => ({ status: 307, headers: { Location: `${other.origin}/whip/x` } }));
    const opening = publish(backend({ token: 'ours', redirects: { allowPrivate: true } }));
    expect(await refusalOf(opening)).toMatch(/redirects.tokenFor can name it/);
    await other.goDown();
  });
});

describe('health', () => {
  it('asks the URL without its endpoint; only server errors count', async () => {
    answering('OPTIONS', () => ({ status: 404 }));
    await backend().health(CALL);
    expect(upstream.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'OPTIONS /whip/',
    ]);
    answering('OPTIONS', () => ({ status: 500 }));
    expect(await refusalOf(backend().health(CALL))).toMatch(/^backend-unavailable/);
  });
});
