import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JanusBackend } from '../src/index.js';
import { readHandleInfo } from '../src/statistics/handle-info.js';
import { sessionStats } from '../src/statistics/session-stats.js';
import { FakeJanus } from './fake-janus/fake-janus.js';
import { CALL, eventually, makeBackend, publish } from './support/backend-host.js';
import { HANDLE_INFO, SIMULCAST_MEDIA } from './support/handle-info-samples.js';
import { offerText } from './support/offer-text.js';

describe('statistics of handle_info', () => {
  it('have a row for each track', () => {
    expect(sessionStats(readHandleInfo(HANDLE_INFO))).toEqual({
      transport: 'udp',
      tracks: [
        {
          kind: 'audio',
          mid: '0',
          ssrc: 149_227_771,
          codec: 'opus',
          packets: 124,
          bytes: 2_852,
          bitrate: 9_200,
          packetsLost: 1,
          jitter: 19,
          nacks: 0,
        },
        {
          kind: 'video',
          mid: '1',
          ssrc: 1_682_257_885,
          codec: 'vp8',
          packets: 124,
          bytes: 3_968,
          bitrate: 12_800,
          packetsLost: 0,
          jitter: 0,
          nacks: 3,
        },
      ],
    });
  });

  it('have a row for each simulcast layer: Janus counts from the lowest', () => {
    const info = { webrtc: { media: { '1': SIMULCAST_MEDIA } } };
    const { tracks } = sessionStats(readHandleInfo({ janus: 'success', info }));
    expect(tracks.map(({ rid, packets, ssrc }) => [rid, packets, ssrc])).toEqual([
      ['l', 82, 2_741_770_325],
      ['m', 142, 2_544_564_898],
      ['h', 283, 3_496_797_025],
    ]);
    expect(tracks.map(({ jitter }) => jitter)).toEqual([15, 5, 1]);
  });

  it('follow the order in which the client lists its layers', () => {
    const rids = { rid: ['l', 'm', 'h'], 'rid-order': 'lmh' };
    const info = { webrtc: { media: { '1': { ...SIMULCAST_MEDIA, 'rid-simulcast': rids } } } };
    const { tracks } = sessionStats(readHandleInfo({ janus: 'success', info }));
    expect(tracks.map(({ rid }) => rid)).toEqual(['l', 'm', 'h']);
  });

  it('have the round-trip time once there is one', () => {
    const video = { type: 'video', rtcp: { main: { rtt: 23 } } };
    const reply = { janus: 'success', info: { webrtc: { media: { '1': video } } } };
    expect(sessionStats(readHandleInfo(reply)).roundTripTime).toBe(23);
  });

  it('are empty before anything was negotiated', () => {
    const reply = { janus: 'success', info: {} };
    expect(sessionStats(readHandleInfo(reply))).toEqual({ tracks: [] });
  });

  it('are not read from a refusal', () => {
    expect(() => readHandleInfo({ janus: 'error', error: { code: 403 } })).toThrow();
  });
});

describe('the admin API', () => {
  const running: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const stop of running.splice(0)) await stop();
  });

  interface Admin {
    readonly server: Server;
    readonly asked: { readonly path: string; readonly body: Record<string, unknown> }[];
    reply: unknown;
  }

  async function adminServer(): Promise<Admin> {
    const admin: Admin = { server: createServer(), asked: [], reply: HANDLE_INFO };
    admin.server.on('request', (request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        admin.asked.push({ path: request.url ?? '', body: JSON.parse(text) });
        response.end(JSON.stringify(admin.reply));
      });
    });
    admin.server.listen(0, '127.0.0.1');
    await once(admin.server, 'listening');
    return admin;
  }

  async function set(): Promise<{ janus: FakeJanus; admin: Admin; backend: JanusBackend }> {
    const janus = await FakeJanus.start({ reclaimTimeout: 2_000 });
    const admin = await adminServer();
    const { port } = admin.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/admin`;
    const backend = makeBackend({ url: janus.url, admin: { url, secret: 'hush' } });
    running.push(
      () => backend.close(),
      () => janus.goDown(),
      async () => admin.server.close().closeAllConnections(),
    );
    return { janus, admin, backend };
  }

  it('is asked for the session’s own handle, with the secret', async () => {
    const { janus, admin, backend } = await set();
    expect(backend.capabilities.stats).toBe('yes');
    const { session } = await publish(backend, offerText());
    expect((await session.stats(CALL)).tracks).toHaveLength(2);
    const [janusSession] = janus.api.sessions.keys();
    const { id } = janus.publisherOf(session.answer);
    expect(admin.asked[0]?.path).toBe(`/admin/${janusSession}/${id}`);
    expect(admin.asked[0]?.body).toMatchObject({ janus: 'handle_info', admin_secret: 'hush' });
  });

  it('that refuses or is not there is an error of the backend, without the secret', async () => {
    const { admin, backend } = await set();
    const { session } = await publish(backend, offerText());
    admin.reply = { janus: 'error', error: { code: 403, reason: 'Unauthorized' } };
    await expect(session.stats(CALL)).rejects.toMatchObject({ code: 'backend-failed' });
    await expect(session.stats(CALL)).rejects.not.toThrow('hush');
  });

  it.each([
    { flowing: false, said: ['mediaUp', 'mediaDown'] },
    { flowing: true, said: ['mediaUp'] },
  ])('tells after a claim whether media still flows: $flowing', async ({ flowing, said }) => {
    const { janus, admin, backend } = await set();
    const { session, reports } = await publish(backend, offerText());
    const handle = janus.publisherOf(session.answer);
    handle.webrtcUp();
    handle.media('1', true);
    await eventually(() => reports.said.length === 1, 'mediaUp');
    const stats = { in: { packets: 1, bytes: 1, bytes_lastsec: flowing ? 500 : 0 } };
    const media = { '1': { type: 'video', stats } };
    admin.reply = { janus: 'success', info: { webrtc: { media } } };
    janus.dropSockets();
    await eventually(() => admin.asked.length > 0, 'the question');
    await eventually(() => reports.said.length === said.length, 'the report');
    expect(reports.said).toEqual(said);
  });
});
