import { randomInt } from 'node:crypto';
import type { TrackStats } from '@whipway/core';
import type { RtcpReceiverInfo, RtpHeader } from 'werift';
import type { SenderClock } from '../publish/incoming-stream.js';
import type { PublishedTrack } from '../publish/published-track.js';
import { indexNear, rolloversOf, sequenceOf } from '../rtp/packet-index.js';
import type { ForwardedPacket } from '../rtp/packet-ring.js';
import { senderReport } from '../rtp/rtcp-writing.js';
import { type AgreedTrack, extensionId } from '../sdp/agreed-track.js';
import type { SentStream } from '../sdp/write-answer.js';
import type { MediaTransport } from '../transport/media-transport.js';
import { outgoingHeader } from './outgoing-header.js';

/** The same packet is not repeated more often than this, milliseconds. */
const REPEAT_INTERVAL = 20;
/** As many repeats are remembered. */
const REPEATS = 1024;
/** Repeats may run ahead of what is forwarded by this much, bytes: a burst of losses. */
const REPEAT_BURST = 256 * 1024;

/** One track on its way to one viewer: own SSRC, payload type and sequence numbers. */
export class OutgoingTrack {
  readonly sent: SentStream;
  readonly published: PublishedTrack;
  readonly #agreed: AgreedTrack;
  readonly #transport: MediaTransport;
  readonly #header: RtpHeader;
  readonly #retransmission: RtpHeader | undefined;
  readonly #repeated = new Float64Array(REPEATS);
  /** Below 2^15, so that a loss at the start is not taken for a rollover. */
  readonly #firstIndex = randomInt(1, 2 ** 15);
  /** Bytes that may be repeated now. What is forwarded adds to it: repeats at most double the rate. */
  #repeatCredit = REPEAT_BURST;
  #offset: number | undefined;
  #highest = 0;
  #retransmissionIndex = randomInt(1, 2 ** 15);
  #packets = 0;
  #bytes = 0;
  #nacks = 0;
  #keyframeRequests = 0;
  #report: RtcpReceiverInfo | undefined;

  constructor(
    agreed: AgreedTrack,
    sent: SentStream,
    published: PublishedTrack,
    transport: MediaTransport,
  ) {
    this.#agreed = agreed;
    this.sent = sent;
    this.published = published;
    this.#transport = transport;
    const id = extensionId(agreed, 'mid');
    const mid = id === undefined ? undefined : { id, value: agreed.mid };
    this.#header = outgoingHeader(agreed.codec.payloadType, sent.ssrc, mid);
    if (agreed.retransmission !== undefined && sent.retransmission !== undefined)
      this.#retransmission = outgoingHeader(agreed.retransmission, sent.retransmission, mid);
  }

  /** A viewer that has just come gets nothing it cannot decode. */
  forward(packet: ForwardedPacket): void {
    if (!this.#transport.ready) return;
    if (this.#offset === undefined) {
      if (!packet.startsHere) return;
      this.#offset = this.#firstIndex - packet.index;
    }
    const index = packet.index + this.#offset;
    if (index < this.#firstIndex) return;
    if (index > this.#highest) this.#highest = index;
    this.#packets += 1;
    this.#bytes += packet.payload.length;
    this.#repeatCredit = Math.min(REPEAT_BURST, this.#repeatCredit + packet.payload.length);
    this.#send(this.#header, index, packet, packet.payload);
  }

  get waitsForKeyframe(): boolean {
    return this.#offset === undefined;
  }

  /** The viewer asks for a key frame. */
  pictureLost(): void {
    this.#keyframeRequests += 1;
    this.published.askForKeyframe();
  }

  /** The viewer misses packets; repeats those that are still there, within limits. */
  repeat(sequenceNumbers: readonly number[], now: number): void {
    this.#nacks += sequenceNumbers.length;
    const offset = this.#offset;
    if (offset === undefined) return;
    for (const sequenceNumber of sequenceNumbers) {
      const index = indexNear(this.#highest, sequenceNumber);
      const packet = this.published.forwarding.ring.get(index - offset);
      if (!packet || now - (this.#repeated[index % REPEATS] ?? 0) < REPEAT_INTERVAL) continue;
      if (packet.payload.length > this.#repeatCredit) return;
      this.#repeatCredit -= packet.payload.length;
      this.#repeated[index % REPEATS] = now;
      this.#repeat(index, packet);
    }
  }

  reported(report: RtcpReceiverInfo): void {
    this.#report = report;
  }

  /** @param clock of the publisher, in this track's timestamps */
  senderReport(clock: SenderClock): Buffer {
    const { ntp, timestamp } = clock;
    const times = { ntp, timestamp, packets: this.#packets, bytes: this.#bytes };
    return senderReport(this.sent.ssrc, this.sent.streamId, times);
  }

  get hasSent(): boolean {
    return this.#packets > 0;
  }

  get bytes(): number {
    return this.#bytes;
  }

  stats(bitrate: number | undefined): TrackStats {
    const { kind, mid, codec } = this.#agreed;
    const report = this.#report;
    return {
      kind,
      mid,
      ssrc: this.sent.ssrc,
      codec: codec.name,
      packets: this.#packets,
      bytes: this.#bytes,
      nacks: this.#nacks,
      keyframeRequests: this.#keyframeRequests,
      ...(bitrate === undefined ? {} : { bitrate }),
      ...(report ? { packetsLost: report.packetsLost } : {}),
      ...(report ? { jitter: (report.jitter / codec.clockRate) * 1000 } : {}),
    };
  }

  #repeat(index: number, packet: ForwardedPacket): void {
    const header = this.#retransmission;
    if (!header) {
      this.#send(this.#header, index, packet, packet.payload);
      return;
    }
    // RFC 4588, section 4: the original sequence number, then the payload.
    const payload = Buffer.allocUnsafe(packet.payload.length + 2);
    payload.writeUInt16BE(sequenceOf(index), 0);
    packet.payload.copy(payload, 2);
    this.#send(header, this.#retransmissionIndex, packet, payload);
    this.#retransmissionIndex += 1;
  }

  #send(header: RtpHeader, index: number, packet: ForwardedPacket, payload: Buffer): void {
    header.sequenceNumber = sequenceOf(index);
    header.timestamp = packet.timestamp;
    header.marker = packet.marker;
    this.#transport.sendRtp(header, payload, rolloversOf(index));
  }
}
