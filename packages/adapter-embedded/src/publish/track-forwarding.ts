import { type ForwardedPacket, PacketRing } from '../rtp/packet-ring.js';
import { Vp8Continuity } from '../rtp/vp8.js';
import type { SenderClock } from './incoming-stream.js';

/** A packet of one of the track's streams. */
export interface SourcePacket {
  readonly ssrc: number;
  readonly index: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
  readonly startsHere: boolean;
}

/** Who gets a track's packets. */
export interface PacketSink {
  forward(packet: ForwardedPacket): void;
}

/** The stream that is forwarded now, and what is added to its numbers. */
interface Source {
  readonly ssrc: number;
  readonly firstIndex: number;
  readonly indexOffset: number;
  readonly timestampOffset: number;
}

/** Packets kept for retransmission: about two seconds of 5 Mbit/s, or 10 s of audio. */
const RING_SIZE = { audio: 512, video: 1024 } as const;
/** Room below the first packet, so that one that comes late has an index too. */
const FIRST_INDEX = 65_536;

/** Joins a publisher's streams of one track, one at a time, into a continuous one for all viewers. */
export class TrackForwarding {
  readonly ring: PacketRing;
  readonly sinks = new Set<PacketSink>();
  readonly #clockRate: number;
  readonly #continuity: Vp8Continuity | undefined;
  #source: Source | undefined;
  #last: { readonly index: number; readonly timestamp: number; readonly at: number } | undefined;

  constructor(kind: 'audio' | 'video', codec: string, clockRate: number) {
    this.ring = new PacketRing(RING_SIZE[kind]);
    this.#clockRate = clockRate;
    this.#continuity = codec === 'vp8' ? new Vp8Continuity() : undefined;
  }

  /** @param now milliseconds since the Unix epoch */
  accept(packet: SourcePacket, now: number): void {
    const isSwitch = packet.ssrc !== this.#source?.ssrc;
    const source = isSwitch ? this.#switchTo(packet, now) : this.#source;
    if (!source || packet.index < source.firstIndex) return;
    const forwarded = {
      index: packet.index + source.indexOffset,
      timestamp: (packet.timestamp + source.timestampOffset) >>> 0,
      marker: packet.marker,
      payload: this.#continuity?.rewrite(packet.payload, isSwitch) ?? packet.payload,
      startsHere: packet.startsHere,
    };
    if (!this.#last || forwarded.index > this.#last.index)
      this.#last = { index: forwarded.index, timestamp: forwarded.timestamp, at: now };
    this.ring.add(forwarded);
    for (const sink of this.sinks) sink.forward(forwarded);
  }

  /** The SSRC that is forwarded now. */
  get ssrc(): number | undefined {
    return this.#source?.ssrc;
  }

  /** The publisher's clock in the forwarded stream's timestamps. */
  clockOf(clock: SenderClock): SenderClock {
    const offset = this.#source?.timestampOffset ?? 0;
    return { ...clock, timestamp: (clock.timestamp + offset) >>> 0 };
  }

  /** When the newest packet came, and its timestamp. */
  get last(): { readonly timestamp: number; readonly at: number } | undefined {
    return this.#last;
  }

  #switchTo(packet: SourcePacket, now: number): Source {
    const last = this.#last;
    const elapsed = last ? Math.max(1, now - last.at) : 0;
    this.#source = {
      ssrc: packet.ssrc,
      firstIndex: packet.index,
      indexOffset: (last ? last.index + 1 : FIRST_INDEX) - packet.index,
      timestampOffset: last
        ? last.timestamp + Math.round((elapsed * this.#clockRate) / 1000) - packet.timestamp
        : 0,
    };
    return this.#source;
  }
}
