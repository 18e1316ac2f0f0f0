import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientError } from '../src/client-error.js';
import { WhipClient } from '../src/whip-client.js';
import { MockEndpoint, type MockReply, quiet, SDP, until } from './support/mock-endpoint.js';
import { sampleAnswer } from './support/sample-sdp.js';
import { fakeStream, published, sceneOptions } from './support/scene.js';

let endpoint: MockEndpoint;
let other: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
  other = await MockEndpoint.start();
});
afterEach(async () => {
  await endpoint.stop();
  await other.stop();
});

describe('the end', () => {
  it('is a DELETE without If-Match (C-22)', async () => {
    const { client, peer } = await published(endpoint, { token: 'verysecret' });
    await client.stop();
    const [request] = endpoint.of('DELETE');
    expect(request?.path).toBe('/whip/session/s1');
    expect(request?.headers['if-match']).toBeUndefined();
    expect(request?.headers.authorization).toBe('Bearer verysecret');
    expect(peer.calls).toContain('close');
    expect(client.state).toBe('closed');
    expect(client.error).toBeUndefined();
  });

  it('comes before the transport closes, which a server would take for a loss', async () => {
    const { client, peer } = await published(endpoint);
    let seen: string[] = [];
    endpoint.respond.DELETE = () => {
      seen = [...peer.calls];
      return { status: 200 };
    };
    await client.stop();
    expect(seen).not.toContain('close');
    expect(peer.calls).toContain('close');
  });

  it('does not keep the transport open for a server that is silent', async () => {
    endpoint.respond.DELETE = () => new Promise(() => {});
    const { client, peer } = await published(endpoint, { timeout: 3000 });
    void client.stop();
    await until(() => peer.calls.includes('close'), 'the end of the transport');
  });

  it('is no DELETE when the session is gone already', async () => {
    endpoint.respond.PATCH = () => ({ status: 404 });
    const { client } = await published(endpoint);
    await expect(client.restartIce()).rejects.toMatchObject({ code: 'session-gone' });
    await client.stop();
    expect(endpoint.of('DELETE')).toEqual([]);
  });

  it('is one DELETE, however often it is asked for', async () => {
    const { client } = await published(endpoint);
    await Promise.all([client.stop(), client.stop()]);
    await client.stop();
    expect(endpoint.of('DELETE')).toHaveLength(1);
  });

  it('waits for a pending POST and deletes what it opened (C-22)', async () => {
    let reply: (reply: MockReply) => void = () => {};
    endpoint.respond.POST = () =>
      new Promise((resolve) => {
        reply = resolve;
      });
    const { options } = sceneOptions(endpoint);
    const client = new WhipClient(options);
    const publishing = client.publish(fakeStream(['audio']));
    const [{ body = '' } = {}] = await endpoint.reached('POST', 1);
    const stopping = client.stop();
    await expect(publishing).rejects.toMatchObject({ code: 'aborted' });
    expect(endpoint.of('DELETE')).toEqual([]);
    reply({ status: 201, headers: { ...SDP, Location: '/late' }, body: sampleAnswer(body) });
    await stopping;
    expect(endpoint.of('DELETE').map(({ path }) => path)).toEqual(['/late']);
  });

  it('while the offer is made sends no POST (C-22)', async () => {
    const { options, peers } = sceneOptions(endpoint);
    const client = new WhipClient(options);
    const publishing = client.publish(fakeStream(['audio']));
    const stopping = client.stop();
    await expect(publishing).rejects.toMatchObject({ code: 'aborted' });
    await stopping;
    await quiet();
    expect(peers[0]?.calls).toEqual(['createOffer', 'close']);
    expect(endpoint.requests).toEqual([]);
  });

  it('while candidates are gathered sends no POST (C-22)', async () => {
    const { options, peers } = sceneOptions(endpoint, { trickle: 'half' });
    const client = new WhipClient(options);
    const publishing = client.publish(fakeStream(['audio']));
    await until(() => peers[0]?.localDescription !== null, 'gathering');
    await client.stop();
    await expect(publishing).rejects.toMatchObject({ code: 'aborted' });
    await quiet();
    expect(endpoint.requests).toEqual([]);
  });

  it('comes by an abort signal too', async () => {
    const { options } = sceneOptions(endpoint);
    const abort = new AbortController();
    const client = new WhipClient(options);
    await client.publish(fakeStream(['audio']), abort.signal);
    abort.abort();
    await endpoint.reached('DELETE', 1);
    expect(client.error?.code).toBe('aborted');
    const unborn = new WhipClient(options).publish(fakeStream(['audio']), abort.signal);
    await expect(unborn).rejects.toMatchObject({ code: 'aborted' });
    expect(endpoint.of('POST')).toHaveLength(1);
  });

  it.each([200, 202, 204, 404, 410])('is done after a %i (C-23)', async (status) => {
    endpoint.respond.DELETE = () => ({ status });
    const { client } = await published(endpoint);
    const warnings = warningsOf(client);
    await client.stop();
    expect(warnings).toEqual([]);
  });

  it('is a warning when the DELETE fails', async () => {
    endpoint.respond.DELETE = () => ({ status: 500 });
    const { client } = await published(endpoint);
    const warnings = warningsOf(client);
    await client.stop();
    expect(warnings.map(({ code }) => code)).toEqual(['server-failed']);
  });

  it('leaves a client that is used up', async () => {
    const { client } = await published(endpoint);
    const again = client.publish(fakeStream(['audio']));
    await expect(again).rejects.toMatchObject({ code: 'already-used' });
    expect(client.state).toBe('connecting');
  });
});

describe('the server’s end of the transport', () => {
  it('is the end of the session, at once (S-102)', async () => {
    const { client, peer } = await published(endpoint);
    peer.become('connected');
    peer.transport.become('failed');
    expect(client.state).toBe('connected');
    peer.transport.become('closed');
    expect(client.state).toBe('closed');
    expect(client.error?.code).toBe('session-gone');
    // Nobody but HTTP says that the session is gone there as well.
    await endpoint.reached('DELETE', 1);
  });

  it('that follows our own stop says nothing', async () => {
    const { client, peer } = await published(endpoint);
    peer.become('connected');
    await client.stop();
    peer.transport.become('closed');
    expect(client.error).toBeUndefined();
    expect(endpoint.of('DELETE')).toHaveLength(1);
  });
});

describe('a listener that throws', () => {
  it('does not keep the session from opening, and is not silent', async () => {
    const thrown: unknown[] = [];
    const catching = (error: unknown) => thrown.push(error);
    const queue = globalThis.queueMicrotask;
    globalThis.queueMicrotask = (task) => {
      try {
        task();
      } catch (error) {
        catching(error);
      }
    };
    try {
      const { options } = sceneOptions(endpoint);
      const client = new WhipClient(options);
      client.on('state', () => {
        throw new Error('my own mistake');
      });
      await client.publish(fakeStream(['audio']));
      expect(client.state).toBe('connecting');
    } finally {
      globalThis.queueMicrotask = queue;
    }
    expect(thrown).toEqual(Array(2).fill(new Error('my own mistake')));
  });
});

describe('states', () => {
  it('are told with where they come from', async () => {
    const scene = sceneOptions(endpoint);
    const client = new WhipClient(scene.options);
    const seen: string[] = [];
    client.on('state', ({ state, previous }) => seen.push(`${previous} > ${state}`));
    await client.publish(fakeStream(['audio']));
    for (const state of ['connecting', 'connected', 'disconnected', 'connected'] as const)
      scene.peers[0]?.become(state);
    await client.stop();
    scene.peers[0]?.become('connected');
    expect(seen).toEqual([
      'new > negotiating',
      'negotiating > connecting',
      'connecting > connected',
      'connected > disconnected',
      'disconnected > connected',
      'connected > closed',
    ]);
  });
});

describe('the token', () => {
  it('goes on every request (C-26, C-28)', async () => {
    const { client, peer } = await published(endpoint, { token: 'verysecret' });
    peer.gather(5000);
    await endpoint.reached('PATCH', 1);
    await client.stop();
    const sent = endpoint.requests.map(({ headers }) => headers.authorization);
    expect(sent).toEqual(Array(3).fill('Bearer verysecret'));
  });

  it.each([undefined, '', '  '])('of %j means no header at all (C-27)', async (token) => {
    await published(endpoint, { token });
    expect(endpoint.of('POST')[0]?.headers).not.toHaveProperty('authorization');
  });

  it('may be pasted with its scheme (R-29)', async () => {
    await published(endpoint, { token: ' bearer verysecret ' });
    expect(endpoint.of('POST')[0]?.headers.authorization).toBe('Bearer verysecret');
  });

  it('does not follow a Location to another origin, unless that is trusted (C-26)', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: `${other.origin}/s` },
      body: sampleAnswer(body),
    });
    const strict = await published(endpoint, { token: 'verysecret' });
    await strict.client.stop();
    const trusting = await published(endpoint, {
      token: 'verysecret',
      trustedOrigins: [other.origin],
    });
    await trusting.client.stop();
    const sent = other.of('DELETE').map(({ headers }) => headers.authorization);
    expect(sent).toEqual([undefined, 'Bearer verysecret']);
  });

  it('does not follow a redirect to another origin (C-26)', async () => {
    endpoint.respond.POST = () => ({ status: 307, headers: { Location: other.url } });
    await published(endpoint, { token: 'verysecret' });
    const [post] = other.of('POST');
    expect(post?.headers).not.toHaveProperty('authorization');
    expect(post?.headers['content-type']).toBe('application/sdp');
    expect(post?.body).toContain('a=sendonly');
  });
});

describe('the session URL', () => {
  // biome-ignore format: one case a line
  it.each([
    ['/s/1',        '/s/1'],
    ['s/1',         '/moved/to/s/1'],
    ['?id=1',       '/moved/to/live?id=1'],
    ['../up',       '/moved/up'],
  ])('of Location %s is resolved against the final URL (C-24)', async (location, path) => {
    endpoint.respond.POST = () => ({
      status: 308,
      headers: { Location: `${other.origin}/moved/to/live` },
    });
    other.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: location },
      body: sampleAnswer(body),
    });
    const { client } = await published(endpoint);
    await client.stop();
    expect(other.of('DELETE').map((request) => request.path)).toEqual([path]);
  });

  it('that cannot be read is none (C-24, C-38)', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: 'http://[' },
      body: sampleAnswer(body),
    });
    const { client, peer } = await published(endpoint);
    peer.gather(5000);
    await client.stop();
    expect(endpoint.requests).toHaveLength(1);
  });

  it('may be an absolute or a scheme-relative one (C-24)', async () => {
    for (const location of [`${other.origin}/a`, `//${other.origin.slice('http://'.length)}/b`]) {
      endpoint.respond.POST = ({ body }) => ({
        status: 201,
        headers: { ...SDP, Location: location },
        body: sampleAnswer(body),
      });
      await (await published(endpoint)).client.stop();
    }
    expect(other.of('DELETE').map(({ path }) => path)).toEqual(['/a', '/b']);
  });
});

describe('redirects', () => {
  it.each([301, 302, 303])('by %i lose the offer and are an error (C-25)', async (status) => {
    endpoint.respond.POST = () => ({ status, headers: { Location: '/elsewhere' } });
    endpoint.respond.GET = () => ({ status: 204 });
    const failure = published(endpoint);
    await expect(failure).rejects.toMatchObject({ code: 'unexpected-reply' });
    await expect(failure).rejects.toThrow('307');
  });

  it('without an end are an error (C-25)', async () => {
    endpoint.respond.POST = () => ({ status: 307, headers: { Location: '/round' } });
    await expect(published(endpoint)).rejects.toMatchObject({ code: 'unreachable' });
    expect(endpoint.of('POST').length).toBeLessThan(50);
  });
});

describe('refusals', () => {
  // biome-ignore format: one case a line
  it.each([
    [400, 'refused'], [401, 'refused'], [409, 'refused'], [418, 'refused'], [499, 'refused'],
    [500, 'server-failed'], [503, 'server-failed'], [599, 'server-failed'],
  ] as const)('of status %i are told by their class (C-01)', async (status, code) => {
    endpoint.respond.POST = () => ({ status });
    await expect(published(endpoint)).rejects.toMatchObject({ code, status });
    await quiet(20);
    expect(endpoint.of('DELETE')).toEqual([]);
  });

  it('bring their problem body, challenge and Retry-After (C-01, C-28, C-29)', async () => {
    endpoint.respond.POST = () => ({
      status: 401,
      headers: {
        'Content-Type': 'application/problem+json',
        'WWW-Authenticate': 'Bearer realm="live"',
        'Retry-After': '7',
      },
      body: JSON.stringify({ title: 'No', detail: 'Not with this token.', status: 401, odd: {} }),
    });
    await expect(published(endpoint)).rejects.toMatchObject({
      message: 'Not with this token.',
      problem: { title: 'No', detail: 'Not with this token.', status: 401 },
      challenge: 'Bearer realm="live"',
      retryAfter: 7000,
    });
  });

  it.each(['{', '"text"', 'null', '[]'])('survive the problem body %s', async (body) => {
    const headers = { 'Content-Type': 'application/problem+json' };
    endpoint.respond.POST = () => ({ status: 400, headers, body });
    await expect(published(endpoint)).rejects.toMatchObject({ code: 'refused', status: 400 });
  });

  it('include a counter-offer, which WHIP does not have (S-47)', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 406,
      headers: { ...SDP, Location: '/s' },
      body: sampleAnswer(body),
    });
    await expect(published(endpoint)).rejects.toMatchObject({ code: 'unexpected-reply' });
    await endpoint.reached('DELETE', 1);
  });

  const half = { headers: { ...SDP, 'Content-Length': '999' }, body: 'v=0' };

  // biome-ignore format: one case a line
  it.each<[string, Partial<MockReply>, string]>([
    ['no SDP',                 { body: 'ok' },                                                 'unexpected-reply'],
    ['SDP of another type',    { headers: { 'Content-Type': 'text/plain' }, body: 'v=0' },     'unexpected-reply'],
    ['an empty body',          { headers: SDP },                                               'unexpected-reply'],
    ['a body that breaks off', { ...half, cut: true },                                         'unreachable'],
    ['a body that stalls',     { ...half, stall: true },                                       'timeout'],
  ])('include a 201 with %s, whose session is deleted (C-33)', async (_, reply, code) => {
    endpoint.respond.POST = () => ({
      ...reply,
      status: 201,
      headers: { ...reply.headers, Location: '/s' },
    });
    await expect(published(endpoint, { timeout: 300 })).rejects.toMatchObject({ code });
    expect(endpoint.of('DELETE').map(({ path }) => path)).toEqual(['/s']);
  });

  it('never hold the token', async () => {
    endpoint.respond.POST = () => ({ status: 401 });
    const error = await published(endpoint, { token: 'verysecret' }).catch((thrown) => thrown);
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('verysecret');
  });
});

describe('a server that', () => {
  it('does not answer in time is a timeout', async () => {
    endpoint.respond.POST = () => new Promise(() => {});
    const started = Date.now();
    await expect(published(endpoint, { timeout: 100 })).rejects.toMatchObject({ code: 'timeout' });
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('is not there is unreachable', async () => {
    await other.stop();
    const { url } = other;
    await expect(published(endpoint, { url })).rejects.toMatchObject({ code: 'unreachable' });
    other = await MockEndpoint.start();
  });
});

describe('the endpoint URL', () => {
  // biome-ignore format: one case a line
  it.each([
    ['https://live.example.net/whip', true],
    ['http://localhost:7080/whip',    true],
    ['http://127.8.8.8/whip',         true],
    ['http://[::1]:7080/whip',        true],
    ['http://live.example.net/whip',  false],
    ['http://localhost.example.net/', false],
    ['ws://localhost/whip',           false],
    ['/whip',                         false],
  ])('%s may be used: %s (C-36)', (url, allowed) => {
    const make = () => new WhipClient({ url });
    if (allowed) expect(make).not.toThrow();
    else expect(make).toThrow(expect.objectContaining({ code: 'insecure-url' }));
  });

  it('does not send the offer to plain http that a redirect names (C-36)', async () => {
    // Leads to the other server, and is not among the names of this machine.
    const insecure = other.url.replace('127.0.0.1', '0.0.0.0');
    endpoint.respond.POST = () => ({ status: 307, headers: { Location: insecure } });
    await expect(published(endpoint)).rejects.toMatchObject({ code: 'insecure-url' });
    expect(other.requests).toEqual([]);
    await published(endpoint, { allowInsecure: true });
    expect(other.of('POST')).toHaveLength(1);
  });

  it('does not lead to plain http by its session or a redirect (C-36)', async () => {
    // The names are never looked up: fetch is not called for them.
    const asked: string[] = [];
    const answers = (headers: Record<string, string>, url: string) =>
      (async (input: string, init: RequestInit) => {
        asked.push(`${init.method} ${input}`);
        const sdp = sampleAnswer(String(init.body));
        const response = new Response(sdp, { status: 201, headers: { ...SDP, ...headers } });
        return Object.defineProperty(response, 'url', { value: url });
      }) as unknown as typeof fetch;
    const url = 'https://live.example.net/whip';
    const platform = (headers: Record<string, string>, final: string) => ({
      platform: { fetch: answers(headers, final) },
      url,
    });
    const redirected = platform({ Location: '/s' }, 'http://live.example.net/whip');
    await expect(published(endpoint, redirected)).rejects.toMatchObject({ code: 'insecure-url' });
    const { client } = await published(
      endpoint,
      platform({ Location: 'http://live.example.net/s' }, url),
    );
    await expect(client.restartIce()).rejects.toMatchObject({ code: 'insecure-url' });
    await client.stop();
    expect(asked).toEqual([`POST ${url}`, `POST ${url}`]);
  });

  it('may be plain http when that is allowed (C-36)', () => {
    const make = () => new WhipClient({ url: 'http://live.example.net', allowInsecure: true });
    expect(make).not.toThrow();
  });
});

describe('extensions', () => {
  it('are shown, and unknown links ignored (C-32)', async () => {
    const relation = 'urn:ietf:params:whip:ext:example';
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: {
        ...SDP,
        Location: '/s',
        Link: [`</ext>; rel="${relation}"`, '</about>; rel="help"'],
      },
      body: sampleAnswer(body),
    });
    const { client, peer } = await published(endpoint);
    expect(client.extensions).toEqual([{ relation, url: `${endpoint.origin}/ext` }]);
    expect(peer.calls).not.toContain('setConfiguration');
  });
});

function warningsOf(client: WhipClient): ClientError[] {
  const warnings: ClientError[] = [];
  client.on('warning', (warning) => warnings.push(warning));
  return warnings;
}

describe('numbers', () => {
  it('come while the session lasts, and end with it', async () => {
    const { client } = await published(endpoint);
    let count = 0;
    const reading = (async () => {
      for await (const _ of client.statistics(10)) count += 1;
    })();
    await until(() => count > 2, 'numbers');
    await client.stop();
    await reading;
  });
});
