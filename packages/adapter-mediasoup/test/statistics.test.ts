import { expect, it } from '@jest/globals';
import type { types } from 'mediasoup';
import { publisherStats, viewerStats } from '../src/statistics.js';
import type { TransportLink } from '../src/transport-link.js';

const STREAM = {
  ssrc: 5,
  mimeType: 'video/VP8',
  packetCount: 100,
  byteCount: 90_000,
  packetsLost: 3,
  nackCount: 2,
  pliCount: 1,
  firCount: 1,
  bitrate: 800_000,
  jitter: 180,
};

function link(protocol?: 'udp' | 'tcp'): TransportLink {
  const transport = { iceSelectedTuple: protocol && { protocol } };
  const worker = { ask: (request: () => Promise<unknown>) => request() };
  return { transport, worker } as unknown as TransportLink;
}

function video(...stats: object[]): types.Producer & types.Consumer {
  return {
    kind: 'video',
    rtpParameters: { mid: '1', codecs: [{ mimeType: 'video/VP8', clockRate: 90_000 }] },
    getStats: async () => stats,
  } as unknown as types.Producer & types.Consumer;
}

it('a row for each layer, in the core’s words', async () => {
  const producer = video(
    { ...STREAM, type: 'inbound-rtp', rid: 'h', roundTripTime: 12 },
    { ...STREAM, type: 'inbound-rtp', rid: 'l', ssrc: 6, roundTripTime: 9 },
  );
  expect(await publisherStats(link('tcp'), [producer])).toEqual({
    roundTripTime: 9,
    transport: 'tcp',
    tracks: [
      {
        kind: 'video',
        mid: '1',
        rid: 'h',
        ssrc: 5,
        codec: 'vp8',
        packets: 100,
        bytes: 90_000,
        packetsLost: 3,
        nacks: 2,
        keyframeRequests: 2,
        bitrate: 800_000,
        jitter: 2,
      },
      expect.objectContaining({ rid: 'l', ssrc: 6 }),
    ],
  });
});

it('before a peer is there: no transport, no delay, no rows', async () => {
  expect(await publisherStats(link(), [video()])).toEqual({ tracks: [] });
});

it('a viewer’s rows are what it is sent, not what its source receives', async () => {
  const consumer = video(
    { ...STREAM, type: 'outbound-rtp' },
    { ...STREAM, type: 'inbound-rtp', ssrc: 9 },
  );
  const { tracks } = await viewerStats(link('udp'), [consumer]);
  expect(tracks.map(({ ssrc }) => ssrc)).toEqual([5]);
});
