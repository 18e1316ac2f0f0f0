import { describe, expect, it } from '@jest/globals';
import { RtpHeader } from 'werift';
import { PublishedTrack } from '../../src/publish/published-track.js';
import type { Source } from '../../src/publish/source-table.js';
import type { ForwardedPacket } from '../../src/rtp/packet-ring.js';
import { readRtcp } from '../../src/rtp/rtcp-reading.js';
import { agreedTrack } from '../support/agreed-tracks.js';
import { ManualClock } from '../support/manual-clock.js';

const KEY = '10' + 'd0fa009d012a80026801';
const DELTA = '10' + 'd1fa00';

class Play {
  readonly clock = new ManualClock();
  readonly out: ForwardedPacket[] = [];
  readonly lost: [number, readonly number[]][] = [];
  readonly keyframes: number[] = [];
  readonly track: PublishedTrack;

  constructor(rids: readonly string[] = [], layer = 'highest') {
    this.track = new PublishedTrack({
      agreed: agreedTrack('video', { rids }),
      ownSsrc: 1,
      layer,
      clock: this.clock,
      send: (data) =>
        readRtcp(data, {
          lost: (ssrc, numbers) => this.lost.push([ssrc, numbers]),
          pictureLost: (ssrc) => this.keyframes.push(ssrc),
        }),
    });
    this.track.forwarding.sinks.add({ forward: (packet) => this.out.push(packet) });
  }

  receive(ssrc: number, index: number, hex: string, rid?: string): void {
    this.#receive(ssrc, index, Buffer.from(hex, 'hex'), { rid, isRetransmission: false });
  }

  /** As a retransmission of packet `original`. */
  repeat(original: number, hex: string, rid?: string): void {
    const number = Buffer.alloc(2);
    number.writeUInt16BE(original % 65_536);
    const payload = Buffer.concat([number, Buffer.from(hex, 'hex')]);
    this.#receive(99, 1, payload, { rid, isRetransmission: true });
  }

  padding(): void {
    this.#receive(99, 2, Buffer.alloc(0), { rid: undefined, isRetransmission: true });
  }

  #receive(ssrc: number, index: number, payload: Buffer, found: Omit<Source, 'track'>): void {
    const header = new RtpHeader({ ssrc, sequenceNumber: index % 65_536, timestamp: index * 90 });
    this.track.receive(
      { header, payload, index },
      { track: this.track.agreed, ...found },
      this.clock.now(),
    );
  }
}

describe('PublishedTrack', () => {
  it('puts a retransmission in its place', () => {
    const play = new Play();
    play.receive(7, 65_535, KEY);
    play.receive(7, 65_537, DELTA);
    play.repeat(65_536, DELTA);
    play.repeat(65_536, DELTA);
    play.padding();
    const [first] = play.out;
    expect(play.out.map(({ index }) => index - (first?.index ?? 0))).toEqual([0, 2, 1]);
    expect(play.track.stats(() => undefined)).toEqual([
      expect.objectContaining({ ssrc: 7, packets: 3, packetsLost: 0 }),
    ]);
  });

  it('asks for what is missing, by the track’s SSRC', () => {
    const play = new Play();
    play.receive(7, 100, KEY);
    play.receive(7, 103, DELTA);
    play.clock.pass(20);
    play.track.askForMissing(play.clock.now(), 100);
    expect(play.lost).toEqual([[7, [101, 102]]]);
    play.clock.pass(100);
    play.track.askForMissing(play.clock.now(), 100);
    expect(play.lost).toHaveLength(1);
    play.clock.pass(20);
    play.track.askForMissing(play.clock.now(), 100);
    expect(play.lost).toHaveLength(2);
    expect(play.track.streams[0]?.nacks).toBe(4);
  });

  it('wants a key frame after a gap that cannot be filled', () => {
    const play = new Play();
    play.receive(7, 1, KEY);
    play.receive(7, 2000, DELTA);
    expect(play.keyframes).toEqual([7]);
    play.track.askForMissing(play.clock.now() + 1000, undefined);
    expect(play.lost).toEqual([]);
  });

  it('follows a sender that has begun anew, from its key frame on', () => {
    const play = new Play();
    play.receive(7, 500, KEY);
    play.receive(8, 20, DELTA);
    expect(play.keyframes).toEqual([8]);
    play.receive(8, 21, KEY);
    const [before, after] = play.out;
    expect(play.out).toHaveLength(2);
    expect(after?.index).toBe((before?.index ?? 0) + 1);
  });

  it('forwards one layer, and asks the awaited one for its key frame', () => {
    const play = new Play(['h', 'l']);
    play.receive(2, 1, DELTA, 'l');
    expect(play.keyframes).toEqual([2]);
    play.receive(2, 2, KEY, 'l');
    expect(play.out).toHaveLength(1);
    for (let step = 1; step <= 12; step += 1) {
      play.clock.pass(100);
      play.receive(2, 2 + step, DELTA, 'l');
      play.receive(1, 1000 + step, DELTA, 'h');
    }
    expect(play.out).toHaveLength(13);
    play.keyframes.length = 0;
    play.track.askForAwaitedLayer(play.clock.now());
    expect(play.keyframes).toEqual([1]);
    play.receive(1, 1013, KEY, 'h');
    play.receive(2, 15, DELTA, 'l');
    const [last, before] = play.out.slice(-2).reverse();
    expect(play.out).toHaveLength(14);
    expect(last?.index).toBe((before?.index ?? 0) + 1);
    play.track.askForAwaitedLayer(play.clock.now());
    expect(play.keyframes).toEqual([1]);
    expect(play.track.stats(() => 9).map(({ rid, bitrate }) => [rid, bitrate])).toEqual([
      ['l', 9],
      ['h', 9],
    ]);
  });

  it('leaves nothing armed when stopped', () => {
    const play = new Play();
    play.receive(7, 1, KEY);
    play.track.askForKeyframe();
    play.track.askForKeyframe();
    play.track.stop();
    expect(play.clock.armed).toBe(0);
    play.receive(7, 2, DELTA);
    expect(play.out).toHaveLength(1);
  });
});
