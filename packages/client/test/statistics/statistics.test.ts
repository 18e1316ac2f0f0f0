import { describe, expect, it } from '@jest/globals';
import { readStatistics } from '../../src/statistics/statistics.js';

interface Entry {
  readonly id: string;
  readonly [name: string]: unknown;
}

function report(at: number, entries: readonly Entry[]): RTCStatsReport {
  return new Map(entries.map((entry) => [entry.id, { timestamp: at, ...entry }]));
}

const sent = (bytes: number, packets: number, lost: number): Entry[] => [
  {
    id: 'v',
    type: 'outbound-rtp',
    kind: 'video',
    bytesSent: bytes,
    packetsSent: packets,
    codecId: 'c',
    remoteId: 'r',
    frameWidth: 1280,
    frameHeight: 720,
    framesPerSecond: 30,
    framesEncoded: 90,
  },
  { id: 'a', type: 'outbound-rtp', kind: 'audio', bytesSent: 1000, packetsSent: 50 },
  { id: 'c', type: 'codec', mimeType: 'video/VP8' },
  { id: 'r', type: 'remote-inbound-rtp', kind: 'video', packetsLost: lost, roundTripTime: 0.2 },
];

describe('statistics', () => {
  it('of a publisher', () => {
    const first = readStatistics(report(1000, sent(10_000, 100, 0)), undefined);
    expect(first).toMatchObject({ at: 1000, bitsPerSecond: 0, roundTripTime: 200 });
    const second = readStatistics(report(3000, sent(260_000, 300, 50)), first);
    expect(second.video).toEqual({
      kind: 'video',
      bytes: 260_000,
      packets: 300,
      packetsLost: 50,
      bitsPerSecond: 1_000_000,
      loss: 0.25,
      codec: 'VP8',
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      frames: 90,
      layers: [],
    });
    expect(second.bitsPerSecond).toBe(1_000_000);
    expect(second.audio).toMatchObject({ bitsPerSecond: 0, codec: undefined, frames: 0 });
  });

  it('of simulcast are sums, with each layer on its own, the largest first', () => {
    const layer = (rid: string, width: number, bytes: number): Entry => ({
      id: rid,
      type: 'outbound-rtp',
      kind: 'video',
      rid,
      frameWidth: width,
      framesEncoded: width,
      bytesSent: bytes,
      packetsSent: bytes / 1000,
      packetsLost: 1,
    });
    const both = (low: number, high: number) => [
      layer('l', 320, low),
      layer('h', 1280, high),
      { ...layer('x', 640, 0), packetsLost: 0 },
    ];
    const first = readStatistics(report(1000, both(1000, 4000)), undefined);
    const { video } = readStatistics(report(2000, both(2000, 8000)), first);
    expect(video).toMatchObject({
      bytes: 10_000,
      packets: 10,
      packetsLost: 2,
      bitsPerSecond: 40_000,
      width: 1280,
      frames: 1280,
    });
    expect(video?.layers).toEqual([
      expect.objectContaining({ rid: 'h', width: 1280, bitsPerSecond: 32_000 }),
      expect.objectContaining({ rid: 'l', width: 320, bitsPerSecond: 8000 }),
    ]);
  });

  it('of a player count lost packets against all that were sent', () => {
    const received = (packets: number, lost: number): Entry[] => [
      {
        id: 'v',
        type: 'inbound-rtp',
        kind: 'video',
        bytesReceived: packets * 100,
        packetsReceived: packets,
        packetsLost: lost,
        framesDecoded: 7,
      },
    ];
    const first = readStatistics(report(1000, received(100, 0)), undefined);
    const second = readStatistics(report(2000, received(190, 10)), first);
    expect(second.video).toMatchObject({ loss: 0.1, bitsPerSecond: 72_000, frames: 7 });
    expect(second.audio).toBeUndefined();
  });

  it('take the round trip of the selected pair first', () => {
    const pair = { type: 'candidate-pair', state: 'succeeded', nominated: true };
    const pairs: Entry[] = [
      { ...pair, id: 'p1', currentRoundTripTime: 0.5 },
      { ...pair, id: 'p2', currentRoundTripTime: 0.003 },
    ];
    const selected: Entry = { id: 't', type: 'transport', selectedCandidatePairId: 'p2' };
    expect(readStatistics(report(1, [...pairs, selected]), undefined).roundTripTime).toBe(3);
    expect(readStatistics(report(1, pairs), undefined).roundTripTime).toBe(500);
  });

  it('never go below zero when counters start anew', () => {
    const first = readStatistics(report(1000, sent(10_000, 100, 30)), undefined);
    const second = readStatistics(report(2000, sent(0, 0, 0)), first);
    expect(second.video).toMatchObject({ bitsPerSecond: 0, loss: 0 });
  });

  it('of an empty report are empty', () => {
    expect(readStatistics(report(0, []), undefined)).toEqual({
      at: 0,
      bitsPerSecond: 0,
      roundTripTime: undefined,
      audio: undefined,
      video: undefined,
    });
  });
});
