import type { Clock, TrackStats } from '@whipway/core';
import { payloadReader } from '../rtp/keyframe.js';
import { indexNear, sequenceOf } from '../rtp/packet-index.js';
import { negativeAcknowledgement } from '../rtp/rtcp-writing.js';
import { type AgreedTrack, hasFeedback } from '../sdp/agreed-track.js';
import type { RtpPacket } from '../transport/srtp-link.js';
import { IncomingStream } from './incoming-stream.js';
import { KeyframeRequests } from './keyframe-requests.js';
import { LayerChoice, type LayerWish } from './layer-choice.js';
import type { Source } from './source-table.js';
import { TrackForwarding } from './track-forwarding.js';

export interface PublishedTrackOptions {
  readonly agreed: AgreedTrack;
  readonly ownSsrc: number;
  readonly layer: LayerWish;
  readonly clock: Clock;
  readonly send: (data: Buffer) => void;
}

/** A missing packet is asked for again after the round trip, but not more often than this. */
const SHORTEST_NACK_INTERVAL = 50;

/** One track of a publisher: its streams, and what viewers get of them. */
export class PublishedTrack {
  readonly agreed: AgreedTrack;
  readonly forwarding: TrackForwarding;
  readonly #options: PublishedTrackOptions;
  readonly #layers: LayerChoice | undefined;
  readonly #reader;
  readonly #requests: KeyframeRequests;
  /** The stream of each layer; of the whole track under the empty rid. */
  readonly #streams = new Map<string, IncomingStream>();

  constructor(options: PublishedTrackOptions) {
    const { agreed, ownSsrc, clock, layer } = options;
    this.#options = options;
    this.agreed = agreed;
    this.forwarding = new TrackForwarding(agreed.kind, agreed.codec.name, agreed.codec.clockRate);
    this.#reader = payloadReader(agreed.codec.name);
    const rids = agreed.rids.map(({ rid }) => rid);
    if (rids.length > 0) this.#layers = new LayerChoice(rids, layer);
    this.#requests = new KeyframeRequests(agreed, ownSsrc, clock, (data, ssrc) => {
      const stream = this.streamOf(ssrc);
      if (stream) stream.keyframeRequests += 1;
      options.send(data);
    });
  }

  get streams(): readonly IncomingStream[] {
    return [...this.#streams.values()];
  }

  streamOf(ssrc: number): IncomingStream | undefined {
    return this.streams.find((stream) => stream.ssrc === ssrc);
  }

  /** @param now milliseconds since the Unix epoch */
  receive(packet: RtpPacket, source: Source, now: number): void {
    const { header, payload } = packet;
    if (!source.isRetransmission) {
      const stream = this.#streamFor(header.ssrc, source.rid);
      this.#take(stream, packet.index, header, payload, false, now);
      return;
    }
    const stream = this.#streams.get(source.rid ?? '');
    // RFC 4588, section 4: the original sequence number comes first. Less is padding.
    if (!stream || payload.length < 2 || stream.reception.highest < 0) return;
    const index = indexNear(stream.reception.highest, payload.readUInt16BE(0));
    this.#take(stream, index, header, payload.subarray(2), true, now);
  }

  /** A viewer needs a picture it can begin with. */
  askForKeyframe(): void {
    const { ssrc } = this.forwarding;
    if (this.agreed.kind === 'video' && ssrc !== undefined) this.#requests.ask(ssrc);
  }

  /** To be called a few times a second: asks for missing packets. */
  askForMissing(now: number, roundTripTime: number | undefined): void {
    if (!hasFeedback(this.agreed, 'nack')) return;
    const interval = Math.max(SHORTEST_NACK_INTERVAL, (roundTripTime ?? 0) * 1.2);
    for (const stream of this.streams) {
      const due = stream.missing.size > 0 ? stream.missing.due(now, interval) : [];
      if (due.length === 0) continue;
      stream.nacks += due.length;
      const { ownSsrc, send } = this.#options;
      send(negativeAcknowledgement(ownSsrc, stream.ssrc, due.map(sequenceOf)));
    }
  }

  /** To be called every second or so: the layer to go over to may still owe its key frame. */
  askForAwaitedLayer(now: number): void {
    const awaited = this.#layers?.awaited(now);
    const stream = awaited === undefined ? undefined : this.#streams.get(awaited);
    if (stream) this.#requests.ask(stream.ssrc);
  }

  stop(): void {
    this.#requests.stop();
    this.forwarding.sinks.clear();
  }

  stats(bitrateOf: (stream: IncomingStream) => number | undefined): readonly TrackStats[] {
    const { kind, mid, codec } = this.agreed;
    return this.streams.map((stream) => {
      const { reception, nacks, keyframeRequests, ssrc, rid } = stream;
      const bitrate = bitrateOf(stream);
      return {
        kind,
        mid,
        ...(rid === undefined ? {} : { rid }),
        ssrc,
        codec: codec.name,
        packets: reception.packets,
        bytes: reception.bytes,
        packetsLost: reception.lost,
        nacks,
        keyframeRequests,
        ...(bitrate === undefined ? {} : { bitrate }),
        jitter: reception.jitter,
      };
    });
  }

  #streamFor(ssrc: number, rid: string | undefined): IncomingStream {
    const known = this.#streams.get(rid ?? '');
    if (known?.ssrc === ssrc) return known;
    const stream = new IncomingStream(ssrc, rid, this.agreed.codec.clockRate);
    this.#streams.set(rid ?? '', stream);
    return stream;
  }

  #take(
    stream: IncomingStream,
    index: number,
    { timestamp, marker }: RtpPacket['header'],
    payload: Buffer,
    repaired: boolean,
    now: number,
  ): void {
    const outcome = stream.receive({ index, timestamp, bytes: payload.length }, repaired, now);
    if (outcome === 'repeated') return;
    const startsHere = this.#reader.isKeyframe(payload);
    if (this.#judge(stream, startsHere, payload, now) === 'drop') return;
    this.forwarding.accept(
      { ssrc: stream.ssrc, index, timestamp, marker, payload, startsHere },
      now,
    );
    if (outcome === 'broken') this.askForKeyframe();
  }

  /** Without layers, another SSRC means that the sender has begun anew. */
  #judge(
    stream: IncomingStream,
    startsHere: boolean,
    payload: Buffer,
    now: number,
  ): 'forward' | 'switch' | 'drop' {
    if (this.#layers && stream.rid !== undefined) {
      const pixels = startsHere ? this.#reader.pixels(payload) : undefined;
      const verdict = this.#layers.judge(stream.rid, startsHere, pixels, now);
      if (verdict !== 'drop' || this.#layers.current !== undefined) return verdict;
      this.#requests.ask(stream.ssrc);
      return 'drop';
    }
    if (this.forwarding.ssrc === stream.ssrc || startsHere) return 'forward';
    if (this.forwarding.ssrc === undefined) return 'forward';
    this.#requests.ask(stream.ssrc);
    return 'drop';
  }
}
