import { describe, expect, it } from '@jest/globals';
import { TrackForwarding } from '../../src/publish/track-forwarding.js';
import type { ForwardedPacket } from '../../src/rtp/packet-ring.js';

function forwarding(): { readonly track: TrackForwarding; readonly out: ForwardedPacket[] } {
  const track = new TrackForwarding('video', 'h264', 90_000);
  const out: ForwardedPacket[] = [];
  track.sinks.add({ forward: (packet) => out.push(packet) });
  return { track, out };
}

function packet(ssrc: number, index: number, timestamp: number) {
  return {
    ssrc,
    index,
    timestamp,
    marker: true,
    payload: Buffer.from([index & 255]),
    startsHere: false,
  };
}

describe('TrackForwarding', () => {
  it('keeps the order, gaps and timestamps of one source', () => {
    const { track, out } = forwarding();
    for (const [index, at] of [
      [900, 0],
      [901, 33],
      [903, 66],
      [902, 70],
    ] as const)
      track.accept(packet(1, index, index * 3000), at);
    const [first] = out;
    expect(out.map(({ index }) => index - (first?.index ?? 0))).toEqual([0, 1, 3, 2]);
    expect(out.map(({ timestamp }) => timestamp)).toEqual(
      [900, 901, 903, 902].map((n) => n * 3000),
    );
  });

  it('continues numbers and time where another source comes in', () => {
    const { track, out } = forwarding();
    track.accept(packet(1, 65_530, 2 ** 32 - 1000), 1000);
    track.accept(packet(2, 17, 5_000_000), 1040);
    track.accept(packet(2, 18, 5_003_000), 1073);
    const [before, first, second] = out;
    expect(first?.index).toBe((before?.index ?? 0) + 1);
    expect(second?.index).toBe((before?.index ?? 0) + 2);
    expect(first?.timestamp).toBe(3600 - 1000);
    expect(second?.timestamp).toBe(3600 - 1000 + 3000);
    expect(track.ssrc).toBe(2);
    expect(track.clockOf({ ntp: 1n, timestamp: 5_000_000, at: 0 }).timestamp).toBe(2600);
  });

  it('drops what comes late from before the change', () => {
    const { track, out } = forwarding();
    track.accept(packet(1, 100, 0), 0);
    track.accept(packet(2, 50, 0), 40);
    track.accept(packet(2, 49, 0), 41);
    expect(out).toHaveLength(2);
  });

  it('keeps packets to be sent again', () => {
    const { track, out } = forwarding();
    for (let index = 0; index < 1500; index += 1) track.accept(packet(1, index, index), index);
    const last = out.at(-1)?.index ?? 0;
    expect(track.ring.get(last)?.payload).toEqual(Buffer.from([1499 & 255]));
    expect(track.ring.get(last - 1023)).toBe(out[1499 - 1023]);
    expect(track.ring.get(last - 1024)).toBeUndefined();
    expect(track.ring.get(last + 1)).toBeUndefined();
  });
});
