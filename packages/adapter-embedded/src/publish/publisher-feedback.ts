import { randomInt } from 'node:crypto';
import type { Clock } from '@whipway/core';
import type { BitrateMeter } from '../bitrate-meter.js';
import { every } from '../every.js';
import { bitrateLimit, receiverReport } from '../rtp/rtcp-writing.js';
import { TransportFeedback } from '../rtp/transport-feedback.js';
import { type AgreedTrack, extensionId, hasFeedback } from '../sdp/agreed-track.js';
import type { MediaTransport } from '../transport/media-transport.js';
import type { RtpPacket } from '../transport/srtp-link.js';
import type { IncomingStream } from './incoming-stream.js';
import type { PublishedTrack } from './published-track.js';

/** How often each goes to the publisher, milliseconds. */
const REPORT_INTERVAL = 1000;
const FEEDBACK_INTERVAL = 50;

export interface FeedbackOptions {
  readonly transport: MediaTransport;
  /** The most to ask for, bit/s, of senders that cannot measure the way by themselves. */
  readonly maximumBitrate: number;
  readonly clock: Clock;
  readonly bitrates: BitrateMeter<IncomingStream>;
}

/** What a publisher is told: what arrived and when, what is missing, how much to send. */
export class PublisherFeedback {
  /** We send no media to a publisher; this stands in our RTCP. */
  readonly ownSsrc = randomInt(1, 2 ** 32 - 1);
  readonly #options: FeedbackOptions;
  readonly #arrivals = new TransportFeedback(this.ownSsrc);
  #tracks: readonly PublishedTrack[] = [];
  #timers: readonly (() => void)[] = [];

  constructor(options: FeedbackOptions) {
    this.#options = options;
  }

  start(tracks: readonly PublishedTrack[]): void {
    const { clock } = this.#options;
    this.#tracks = tracks;
    this.#timers = [
      every(clock, REPORT_INTERVAL, () => this.#report()),
      every(clock, FEEDBACK_INTERVAL, () => this.#giveFeedback()),
    ];
  }

  stop(): void {
    for (const stop of this.#timers) stop();
  }

  /** Notes when a packet came, if its sender wants to know. */
  arrived(track: AgreedTrack, { header }: RtpPacket): void {
    const id = extensionId(track, 'transportSequence');
    const extension = id === undefined ? undefined : header.extensions.find((one) => one.id === id);
    if (extension && extension.payload.length >= 2)
      this.#arrivals.received(extension.payload.readUInt16BE(0), performance.now());
  }

  get #streams(): readonly IncomingStream[] {
    return this.#tracks.flatMap(({ streams }) => streams);
  }

  #report(): void {
    const { clock, bitrates, transport } = this.#options;
    const now = clock.now();
    const streams = this.#streams;
    for (const stream of streams) bitrates.sample(stream, stream.reception.bytes, now);
    for (const track of this.#tracks) track.askForAwaitedLayer(now);
    if (!transport.ready || streams.length === 0) return;
    const blocks = streams.map((stream) => stream.reportBlock(now));
    transport.sendRtcp(Buffer.concat([receiverReport(this.ownSsrc, blocks), this.#bitrateLimit()]));
  }

  /** Empty where the sender goes by transport-wide feedback. */
  #bitrateLimit(): Buffer {
    const limited = this.#tracks.filter(({ agreed }) => hasFeedback(agreed, 'goog-remb'));
    const ssrcs = limited.flatMap(({ streams }) => streams.map(({ ssrc }) => ssrc));
    if (ssrcs.length === 0) return Buffer.alloc(0);
    return bitrateLimit(this.ownSsrc, ssrcs, this.#options.maximumBitrate);
  }

  #giveFeedback(): void {
    const { clock, transport } = this.#options;
    const [stream] = this.#streams;
    if (!stream || !transport.ready) return;
    const report = this.#arrivals.report(stream.ssrc);
    if (report) transport.sendRtcp(report);
    const now = clock.now();
    for (const track of this.#tracks) track.askForMissing(now, transport.roundTripTime);
  }
}
