import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ClientError } from '../src/client-error.js';
import { MockEndpoint, type MockReply, quiet, SDP, until } from './support/mock-endpoint.js';
import { pwdOf, sampleAnswer, ufragOf } from './support/sample-sdp.js';
import { published } from './support/scene.js';

let endpoint: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
});
afterEach(() => endpoint.stop());

/** Replies that are given when the test says so. */
function held(): { reply: (reply: MockReply) => void; responder: () => Promise<MockReply> } {
  const waiting: ((reply: MockReply) => void)[] = [];
  return {
    reply: (reply) => waiting.shift()?.(reply),
    responder: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

describe('trickle', () => {
  it('collects candidates into one PATCH with the entity-tag, byte for byte (C-10, C-11, C-12)', async () => {
    const { peer } = await published(endpoint);
    peer.gather(5000);
    peer.gather(5001);
    peer.gatheringDone();
    const [patch] = await endpoint.reached('PATCH', 1);
    await quiet();
    expect(endpoint.of('PATCH')).toHaveLength(1);
    expect(patch?.path).toBe('/whip/session/s1');
    expect(patch?.headers['if-match']).toBe('"gen-0"');
    expect(patch?.headers['content-type']).toBe('application/trickle-ice-sdpfrag');
    expect(patch?.body.split('\r\n')).toEqual([
      'a=group:BUNDLE 0 1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=mid:0',
      `a=ice-ufrag:${ufragOf(0)}`,
      `a=ice-pwd:${pwdOf(0)}`,
      `a=candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host ufrag ${ufragOf(0)}`,
      `a=candidate:1 1 udp 2122260223 192.0.2.1 5001 typ host ufrag ${ufragOf(0)}`,
      'a=end-of-candidates',
      '',
    ]);
  });

  it.each(['*', 'W/"weak"', '"a,b \'c"'])(
    'sends the entity-tag %s as it came (C-11)',
    async (tag) => {
      endpoint.respond.POST = ({ body }) => ({
        status: 201,
        headers: { ...SDP, Location: '/s', ETag: tag },
        body: sampleAnswer(body),
      });
      const { peer } = await published(endpoint);
      peer.gather(5000);
      const [patch] = await endpoint.reached('PATCH', 1);
      expect(patch?.headers['if-match']).toBe(tag);
    },
  );

  it('sends no If-Match when the 201 had no ETag (C-11)', async () => {
    endpoint.respond.POST = ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: '/s' },
      body: sampleAnswer(body),
    });
    const { peer } = await published(endpoint);
    peer.gather(5000);
    const [patch] = await endpoint.reached('PATCH', 1);
    expect(patch?.headers['if-match']).toBeUndefined();
  });

  it('leaves out candidates of other sections and generations, and empty ones (C-12)', async () => {
    const { peer } = await published(endpoint);
    peer.gather(5000, { sdpMid: '1' });
    peer.gather(5001, { usernameFragment: 'elsewhere' });
    peer.gather(5002, { candidate: '' });
    peer.gather(5003);
    const [patch] = await endpoint.reached('PATCH', 1);
    expect(patch?.body.match(/^a=candidate/gm)).toHaveLength(1);
    expect(patch?.body).toContain(' 5003 ');
  });

  it('sends nothing before the 201 (C-09)', async () => {
    const post = held();
    endpoint.respond.POST = post.responder;
    const publishing = published(endpoint);
    const [{ body = '' } = {}] = await endpoint.reached('POST', 1);
    await quiet(60);
    expect(endpoint.of('PATCH')).toEqual([]);
    post.reply({ status: 201, headers: { ...SDP, Location: '/s' }, body: sampleAnswer(body) });
    (await publishing).peer.gather(5000);
    await endpoint.reached('PATCH', 1);
  });

  it('keeps one PATCH in flight and then sends what came meanwhile (C-15)', async () => {
    const patch = held();
    endpoint.respond.PATCH = patch.responder;
    const { peer } = await published(endpoint);
    peer.gather(5000);
    await endpoint.reached('PATCH', 1);
    peer.gather(5001);
    await quiet(80);
    expect(endpoint.of('PATCH')).toHaveLength(1);
    patch.reply({ status: 204 });
    const second = (await endpoint.reached('PATCH', 2))[1];
    expect(second?.body).not.toContain(' 5000 ');
    expect(second?.body).toContain(' 5001 ');
    patch.reply({ status: 204 });
  });

  it('repeats in order what no 2xx confirmed (C-13)', async () => {
    let first = true;
    endpoint.respond.PATCH = () => {
      const status = first ? 503 : 204;
      first = false;
      return { status };
    };
    const { peer } = await published(endpoint);
    peer.gather(5000);
    await endpoint.reached('PATCH', 1);
    peer.gather(5001);
    const [, second] = await endpoint.reached('PATCH', 2);
    expect(second?.body.match(/ 500\d /g)).toEqual([' 5000 ', ' 5001 ']);
  });

  it('gives up after four failures in a row, with one warning', async () => {
    endpoint.respond.PATCH = () => ({ status: 503 });
    const { client, peer } = await published(endpoint, { trickleWindow: 5 });
    const warnings: ClientError[] = [];
    client.on('warning', (warning) => warnings.push(warning));
    peer.gather(5000);
    await until(() => warnings.length > 0, 'a warning');
    await quiet();
    expect(endpoint.of('PATCH')).toHaveLength(4);
    expect(warnings.map(({ code, status }) => [code, status])).toEqual([['server-failed', 503]]);
  });

  it('says nothing after end-of-candidates or once connected (C-14)', async () => {
    const { peer } = await published(endpoint);
    peer.gatheringDone();
    await endpoint.reached('PATCH', 1);
    peer.gather(5001);
    const other = await published(endpoint);
    other.peer.gather(5002);
    other.peer.become('connected');
    other.peer.gather(5003);
    await quiet();
    expect(endpoint.of('PATCH')).toHaveLength(1);
  });

  it.each([405, 422, 501, 400])(
    'stops at a %i without ending the session (C-21)',
    async (status) => {
      endpoint.respond.PATCH = () => ({ status });
      const { client, peer } = await published(endpoint);
      peer.gather(5000);
      await endpoint.reached('PATCH', 1);
      peer.gather(5001);
      await quiet();
      expect(endpoint.of('PATCH')).toHaveLength(1);
      expect(client.state).toBe('connecting');
    },
  );

  it('restarts at a 412, because the server is in another generation (C-21)', async () => {
    const wellBehaved = endpoint.respond.PATCH;
    endpoint.respond.PATCH = (request) =>
      request.headers['if-match'] === '*' ? wellBehaved(request) : { status: 412 };
    const { client, peer } = await published(endpoint);
    peer.gather(5000);
    const [, second] = await endpoint.reached('PATCH', 2);
    expect(second?.headers['if-match']).toBe('*');
    await until(() => peer.calls.includes('createOffer(restart)'), 'a restart');
    expect(client.state).toBe('connecting');
  });

  it.each([404, 410])('ends at a %i, because the session is gone (C-21)', async (status) => {
    endpoint.respond.PATCH = () => ({ status });
    const { client, peer } = await published(endpoint);
    peer.gather(5000);
    await until(() => client.state === 'closed', 'the end');
    expect(client.error).toMatchObject({ code: 'session-gone', status });
    expect(peer.calls).toContain('close');
  });

  it('is restarted a few times, not for ever, by a server that is never of our generation (C-20)', async () => {
    const wellBehaved = endpoint.respond.PATCH;
    endpoint.respond.PATCH = (request) =>
      request.headers['if-match'] === '*' ? wellBehaved(request) : { status: 412 };
    const { client, peer } = await published(endpoint, { trickleWindow: 1 });
    client.on('restarted', () => peer.gather(5100));
    peer.onRemote = () => peer.gather(5200);
    peer.gather(5000);
    await endpoint.reached('PATCH', 7);
    await quiet();
    const restarts = endpoint.of('PATCH').filter(({ headers }) => headers['if-match'] === '*');
    expect(restarts).toHaveLength(3);
    expect(endpoint.of('PATCH')).toHaveLength(7);
    expect(client.state).toBe('connecting');
  });

  it('goes on after another restart when the reply to one was lost (C-20)', async () => {
    const wellBehaved = endpoint.respond.PATCH;
    let generation = '"gen-0"';
    // The server restarts, and nobody hears of it.
    endpoint.respond.PATCH = async (request) => {
      const reply = await wellBehaved(request);
      const { ETag = generation } = (reply.headers ?? {}) as { ETag?: string };
      if (request.headers['if-match'] !== '*' && request.headers['if-match'] !== generation)
        return { status: 412 };
      const lost = ETag === '"gen-1"' && generation === '"gen-0"';
      generation = ETag;
      return lost ? { status: 0, answer: false } : reply;
    };
    const { client, peer } = await published(endpoint);
    await expect(client.restartIce()).rejects.toMatchObject({ code: 'unreachable' });
    peer.gather(5000, { generation: 0 });
    await until(() => peer.calls.filter((call) => /answer/.test(call)).length === 2, 'a restart');
    peer.gather(5200);
    const last = (await endpoint.reached('PATCH', 4))[3];
    expect(last?.headers['if-match']).toBe('"gen-2"');
    expect(last?.body).toContain(' 5200 ');
    expect(client.state).toBe('connecting');
  });

  it('waits a month when a refusal asks for it, instead of asking all the time (C-29)', async () => {
    const headers = { 'Retry-After': `${30 * 24 * 3600}` };
    endpoint.respond.PATCH = () => ({ status: 503, headers });
    const { client, peer } = await published(endpoint);
    peer.gather(5000);
    await endpoint.reached('PATCH', 1);
    await quiet();
    expect(endpoint.of('PATCH')).toHaveLength(1);
    await client.stop();
  });

  it('waits as long as a refusal asks for, and sends the same again (C-13, C-29)', async () => {
    let status = 429;
    const times: number[] = [];
    endpoint.respond.PATCH = () => {
      times.push(Date.now());
      const reply = { status, headers: { 'Retry-After': '1' } };
      status = 204;
      return reply;
    };
    const { peer } = await published(endpoint);
    peer.gather(5000);
    const [first, second] = await endpoint.reached('PATCH', 2);
    expect(second?.body).toBe(first?.body);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
  });
});
