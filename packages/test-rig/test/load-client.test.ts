import { expect, it } from '@jest/globals';
import { syntheticMedia } from '../src/load-client/load-media.js';
import { LoadPlayer } from '../src/load-client/load-player.js';
import { RtpWriter } from '../src/load-client/rtp-writer.js';

it.each([100_000, 200_000, 1_000_000, 4_000_000])(
  'makes media of %i bits per second',
  (bitrate) => {
    const { packets, duration } = syntheticMedia(bitrate);
    const bytes = packets.reduce((sum, { payload }) => sum + payload.length, 0);
    expect((bytes * 8_000) / duration / bitrate).toBeCloseTo(1, 1);
    expect(Math.max(...packets.map(({ payload }) => payload.length))).toBeLessThan(1_200);
  },
);

it('spreads it over the loop: Opus every 20 ms, a frame every 40 ms, the first a key frame', () => {
  const { packets } = syntheticMedia(1_000_000);
  const video = packets.filter(({ kind }) => kind === 'video');
  const audio = packets.filter(({ kind }) => kind === 'audio');
  expect(audio.slice(0, 3).map(({ at, timestamp }) => [at, timestamp])).toEqual([
    [0, 0],
    [20, 960],
    [40, 1_920],
  ]);
  expect(video.filter(({ marker }) => marker)).toHaveLength(100);
  const starts = video.filter(({ payload }) => payload[0] === 0x10);
  // RFC 6386, section 9.1: the lowest bit of a frame's first byte is 0 in key frames.
  expect(starts.filter(({ payload }) => ((payload[1] ?? 1) & 1) === 0)).toHaveLength(1);
  const times = packets.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

it('writes RTP headers that go on over the wrap of numbers and time', () => {
  const writer = new RtpWriter(96, 0xdeadbeef);
  for (let count = 0; count < 65_535; count += 1) writer.write(Buffer.alloc(1), 0, false);
  const last = writer.write(Buffer.from('ab'), 2 ** 32 + 90, true);
  const wrapped = writer.write(Buffer.from('ab'), 180, false);
  expect(last.toString('hex')).toBe('80e0ffff0000005adeadbeef6162');
  expect(wrapped.toString('hex')).toBe('80600000000000b4deadbeef6162');
});

it('plays a loop in real time, over and over, each packet once', () => {
  const packet = (at: number) => ({
    kind: 'audio' as const,
    at,
    timestamp: at * 48,
    marker: false,
    payload: Buffer.from([at]),
  });
  const player = new LoadPlayer({ packets: [packet(0), packet(20)], duration: 40 }, 1_000);
  const played = (now: number) => {
    const sent: number[][] = [];
    player.due(now, ({ at }, elapsed) => sent.push([at, elapsed]));
    return sent;
  };
  expect(played(999)).toEqual([]);
  expect(played(1_000)).toEqual([[0, 0]]);
  expect(played(1_019)).toEqual([]);
  expect(played(1_085)).toEqual([
    [20, 0],
    [0, 40],
    [20, 40],
    [0, 80],
  ]);
});
