import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MockEndpoint, type MockReply, quiet, SDP, until } from './support/mock-endpoint.js';
import { pwdOf, sampleAnswer, sampleRestartReply, ufragOf } from './support/sample-sdp.js';
import { published } from './support/scene.js';

let endpoint: MockEndpoint;
beforeEach(async () => {
  endpoint = await MockEndpoint.start();
});
afterEach(() => endpoint.stop());

const FRAGMENT = { 'Content-Type': 'application/trickle-ice-sdpfrag' };

describe('an ICE restart', () => {
  it('PATCHes new credentials with an unquoted star (C-16, C-19)', async () => {
    const { client } = await published(endpoint);
    await client.restartIce();
    const [patch] = endpoint.of('PATCH');
    expect(patch?.headers['if-match']).toBe('*');
    expect(patch?.body.split('\r\n')).toEqual([
      'a=ice-options:trickle',
      'a=group:BUNDLE 0 1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=mid:0',
      `a=ice-ufrag:${ufragOf(1)}`,
      `a=ice-pwd:${pwdOf(1)}`,
      '',
    ]);
  });

  it('applies both descriptions only after the reply, back to back', async () => {
    const { client, peer } = await published(endpoint);
    const before = peer.calls.length;
    let seen: string[] = [];
    const wellBehaved = endpoint.respond.PATCH;
    endpoint.respond.PATCH = (request) => {
      seen = peer.calls.slice(before);
      return wellBehaved(request);
    };
    await client.restartIce();
    expect(seen).toEqual(['createOffer(restart)']);
    expect(peer.calls.slice(before)).toEqual([
      'createOffer(restart)',
      'setLocalDescription(offer)',
      'setRemoteDescription(answer)',
    ]);
  });

  it('keeps all of the answer but credentials and candidates (C-19)', async () => {
    const { client, peer } = await published(endpoint);
    await client.restartIce();
    const [first = '', second = ''] = peer.remote.map(({ sdp }) => sdp);
    const rest = (text: string) =>
      text.split('\r\n').filter((line) => !/^a=(ice-ufrag|ice-pwd|candidate|end-of)/.test(line));
    expect(rest(second)).toEqual(rest(first));
    expect(second.match(/^a=ice-ufrag:restart1\r$/gm)).toHaveLength(2);
    expect(second).not.toContain('srvr');
    expect(second).not.toContain(' 5000 typ host');
    expect(second).toContain(' 6001 typ host');
  });

  it('uses the new entity-tag and only new candidates from then on (C-11, C-17)', async () => {
    const { client, peer } = await published(endpoint);
    await client.restartIce();
    peer.gather(5100, { generation: 0 });
    peer.gather(5200);
    const [, trickle] = await endpoint.reached('PATCH', 2);
    expect(trickle?.headers['if-match']).toBe('"gen-1"');
    expect(trickle?.body).toContain(`a=ice-ufrag:${ufragOf(1)}`);
    expect(trickle?.body).toContain(' 5200 ');
    expect(trickle?.body).not.toContain(' 5100 ');
  });

  it('keeps candidates back while it is pending (C-17)', async () => {
    const { client, peer } = await published(endpoint);
    let reply: (reply: MockReply) => void = () => {};
    endpoint.respond.PATCH = () =>
      new Promise((resolve) => {
        reply = resolve;
      });
    const restarting = client.restartIce();
    await endpoint.reached('PATCH', 1);
    peer.gather(5000, { generation: 0 });
    await quiet(80);
    expect(endpoint.of('PATCH')).toHaveLength(1);
    reply({ status: 200, headers: FRAGMENT, body: sampleRestartReply('late', 7000) });
    await restarting;
  });

  it('ignores the reply to an older trickle PATCH (C-18)', async () => {
    const { client, peer } = await published(endpoint);
    const wellBehaved = endpoint.respond.PATCH;
    let reply: (reply: MockReply) => void = () => {};
    endpoint.respond.PATCH = (request) =>
      request.headers['if-match'] === '*'
        ? wellBehaved(request)
        : new Promise((resolve) => {
            reply = resolve;
          });
    peer.gather(5000);
    await endpoint.reached('PATCH', 1);
    await client.restartIce();
    reply({ status: 422 });
    await quiet(40);
    peer.gather(5200);
    // Trickle goes on in the new generation, although the old one was refused.
    expect((await endpoint.reached('PATCH', 3))[2]?.body).toContain(' 5200 ');
    reply({ status: 204 });
  });

  it.each([
    ['a refusal', { status: 422 }, 'refused'],
    ['a failure', { status: 502 }, 'server-failed'],
    ['a 204', { status: 204 }, 'unexpected-reply'],
    ['no credentials', { status: 200, headers: FRAGMENT, body: 'a=mid:0\r\n' }, 'answer-unusable'],
    ['an empty body', { status: 200, headers: FRAGMENT, body: '' }, 'answer-unusable'],
    ['no answer', { status: 0, answer: false }, 'unreachable'],
    [
      'half an answer',
      { status: 200, headers: { ...FRAGMENT, 'Content-Length': '999' }, body: 'a=mid', cut: true },
      'unreachable',
    ],
    [
      'an answer that stalls',
      {
        status: 200,
        headers: { ...FRAGMENT, 'Content-Length': '999' },
        body: 'a=mid',
        stall: true,
      },
      'timeout',
    ],
  ] as const)('leaves everything as it was after %s (S-95a)', async (_, reply, code) => {
    const { client, peer } = await published(endpoint, { timeout: 500 });
    const before = peer.calls.length;
    const wellBehaved = endpoint.respond.PATCH;
    endpoint.respond.PATCH = () => reply;
    await expect(client.restartIce()).rejects.toMatchObject({ code });
    expect(peer.calls.slice(before)).toEqual(['createOffer(restart)']);
    expect(client.state).toBe('connecting');
    endpoint.respond.PATCH = wellBehaved;
    peer.gather(5000, { generation: 0 });
    const trickle = (await endpoint.reached('PATCH', 2))[1];
    expect(trickle?.headers['if-match']).toBe('"gen-0"');
    expect(trickle?.body).toContain(' 5000 ');
  });

  it('joins one that is pending', async () => {
    const { client } = await published(endpoint);
    await Promise.all([client.restartIce(), client.restartIce()]);
    expect(endpoint.of('PATCH')).toHaveLength(1);
    await client.restartIce();
    expect(endpoint.of('PATCH')).toHaveLength(2);
  });

  it('ends the client when the session is gone', async () => {
    const { client } = await published(endpoint);
    endpoint.respond.PATCH = () => ({ status: 404 });
    await expect(client.restartIce()).rejects.toMatchObject({ code: 'session-gone' });
    expect(client.state).toBe('closed');
    await expect(client.restartIce()).rejects.toMatchObject({ code: 'not-open' });
  });

  it('tells listeners', async () => {
    const { client } = await published(endpoint);
    let restarts = 0;
    const off = client.on('restarted', () => {
      restarts += 1;
    });
    await client.restartIce();
    off();
    await client.restartIce();
    expect(restarts).toBe(1);
  });
});

describe('recovery', () => {
  it('restarts when the connection fails, until it is back', async () => {
    const { client, peer } = await published(endpoint);
    peer.become('connected');
    expect(client.state).toBe('connected');
    peer.become('failed');
    expect(client.state).toBe('disconnected');
    await endpoint.reached('PATCH', 1);
    peer.become('connected');
    expect(client.state).toBe('connected');
    await quiet();
    expect(endpoint.of('PATCH')).toHaveLength(1);
  });

  it('gives a disconnected connection time to come back', async () => {
    const { peer } = await published(endpoint, { patience: 150 });
    peer.become('connected');
    peer.become('disconnected');
    await quiet(50);
    peer.become('connected');
    await quiet(200);
    expect(endpoint.of('PATCH')).toEqual([]);
  });

  it('ends when the server refuses', async () => {
    const { client, peer } = await published(endpoint);
    endpoint.respond.PATCH = () => ({ status: 422 });
    peer.become('failed');
    await until(() => client.state === 'closed', 'the end');
    expect(client.error).toMatchObject({ code: 'connection-lost', cause: { code: 'refused' } });
    await endpoint.reached('DELETE', 1);
  });

  it.each<[string, MockReply]>([
    ['refuses with a 405', { status: 405 }],
    ['refuses with a 422', { status: 422 }],
    ['takes it for a trickle', { status: 204 }],
  ])('waits for the old connection when a server %s (C-21)', async (_, reply) => {
    const { client, peer } = await published(endpoint);
    endpoint.respond.PATCH = () => reply;
    peer.become('connected');
    peer.become('disconnected');
    await endpoint.reached('PATCH', 1);
    await quiet();
    expect(client.state).toBe('disconnected');
    peer.become('connected');
    await quiet(40);
    expect(client.state).toBe('connected');
    expect(endpoint.of('DELETE')).toEqual([]);
    peer.become('disconnected');
    await endpoint.reached('PATCH', 2);
    peer.become('failed');
    await until(() => client.state === 'closed', 'the end');
    expect(client.error).toMatchObject({ code: 'connection-lost' });
    expect(endpoint.of('PATCH')).toHaveLength(2);
  });

  it('waits for the old connection when there is no session URL (C-38)', async () => {
    endpoint.respond.POST = ({ body }) => ({ status: 200, headers: SDP, body: sampleAnswer(body) });
    const { client, peer } = await published(endpoint);
    peer.become('connected');
    peer.become('disconnected');
    await quiet();
    expect(client.state).toBe('disconnected');
    peer.become('connected');
    await quiet(40);
    expect(client.state).toBe('connected');
  });

  it('gives up at the limit when the server refuses and the connection stays away', async () => {
    const { client, peer } = await published(endpoint, { recoveryLimit: 200 });
    endpoint.respond.PATCH = () => ({ status: 422 });
    peer.become('connected');
    peer.become('disconnected');
    await until(() => client.state === 'closed', 'the end');
    expect(client.error).toMatchObject({ code: 'connection-lost', cause: { code: 'refused' } });
    expect(endpoint.of('PATCH')).toHaveLength(1);
  });

  it('does not wait any longer when the connection has failed', async () => {
    const { peer } = await published(endpoint, { patience: 60_000 });
    peer.become('connected');
    peer.become('disconnected');
    await quiet(30);
    peer.become('failed');
    await endpoint.reached('PATCH', 1);
    peer.become('connected');
  });

  it.each(['a=mid:0\r\n', ''])(
    'restarts again when the reply to a restart is %j (C-20)',
    async (body) => {
      const { client, peer } = await published(endpoint);
      const wellBehaved = endpoint.respond.PATCH;
      endpoint.respond.PATCH = () => {
        endpoint.respond.PATCH = wellBehaved;
        return { status: 200, headers: FRAGMENT, body };
      };
      peer.become('failed');
      await endpoint.reached('PATCH', 2);
      peer.become('connected');
      expect(client.state).toBe('connected');
    },
  );

  it('waits for a server that asks for it (C-29)', async () => {
    const wellBehaved = endpoint.respond.PATCH;
    const { client, peer } = await published(endpoint);
    endpoint.respond.PATCH = () => {
      endpoint.respond.PATCH = wellBehaved;
      return { status: 429, headers: { 'Retry-After': '2' } };
    };
    const started = Date.now();
    peer.become('failed');
    await endpoint.reached('PATCH', 2);
    expect(Date.now() - started).toBeGreaterThan(1900);
    peer.become('connected');
    expect(client.state).toBe('connected');
  });

  it('tries again while the server cannot be reached, and gives up at the limit', async () => {
    const { client, peer } = await published(endpoint, { recoveryLimit: 1200 });
    endpoint.respond.PATCH = () => ({ status: 0, answer: false });
    peer.become('failed');
    await until(() => client.state === 'closed', 'the end');
    expect(endpoint.of('PATCH').length).toBeGreaterThanOrEqual(2);
    expect(client.error?.code).toBe('connection-lost');
  });

  it('can be switched off: a failed connection then ends the session (C-37)', async () => {
    const { client, peer } = await published(endpoint, { recover: false });
    peer.become('disconnected');
    await quiet(60);
    expect(client.state).toBe('disconnected');
    peer.become('failed');
    expect(client.state).toBe('closed');
    expect(client.error?.code).toBe('connection-lost');
    expect(endpoint.of('PATCH')).toEqual([]);
  });
});
