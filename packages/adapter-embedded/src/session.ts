import { randomInt } from 'node:crypto';
import {
  type BackendSession,
  type Call,
  type CheckedOffer,
  type Clock,
  type IceFragment,
  type PublishContext,
  type SessionStats,
  WhipError,
} from '@whipway/core';
import { BitrateMeter } from './bitrate-meter.js';
import { every } from './every.js';
import { MediaWatch } from './media-watch.js';
import type { IncomingStream } from './publish/incoming-stream.js';
import { PublishedTrack } from './publish/published-track.js';
import { SourceTable } from './publish/source-table.js';
import { readRtcp } from './rtp/rtcp-reading.js';
import { bitrateLimit, receiverReport } from './rtp/rtcp-writing.js';
import { TransportFeedback } from './rtp/transport-feedback.js';
import { type AgreedTrack, extensionId, hasFeedback } from './sdp/agreed-track.js';
import { writeAnswer } from './sdp/write-answer.js';
import type { EndpointSettings } from './settings.js';
import type { MediaTransport } from './transport/media-transport.js';
import type { RtpPacket } from './transport/srtp-link.js';
import { aborted } from './transport/stop-waiting.js';

/** How often reports go to the publisher, milliseconds. */
const REPORT_INTERVAL = 1000;
const FEEDBACK_INTERVAL = 50;

export interface PublisherOptions {
  readonly offer: CheckedOffer;
  readonly tracks: readonly AgreedTrack[];
  readonly transport: MediaTransport;
  readonly context: PublishContext;
  readonly endpoint: EndpointSettings;
  /** The most to receive, bit/s, for senders without transport-wide feedback. */
  readonly maximumBitrate: number;
  readonly clock: Clock;
  /** To be called once everything is released. */
  readonly over: () => void;
}

/** One publisher: what it sends is received, repaired, reported and forwarded to viewers. */
export class PublisherSession implements BackendSession {
  readonly answer: string;
  readonly tracks: readonly PublishedTrack[];
  readonly #options: PublisherOptions;
  readonly #transport: MediaTransport;
  readonly #sources: SourceTable;
  readonly #watch: MediaWatch;
  readonly #feedback: TransportFeedback;
  readonly #ownSsrc = randomInt(1, 2 ** 32 - 1);
  readonly #bitrates = new BitrateMeter<IncomingStream>();
  readonly #timers: readonly (() => void)[];
  #closing: Promise<void> | undefined;

  constructor(options: PublisherOptions) {
    const { offer, tracks, transport, context, clock } = options;
    this.#options = options;
    this.#transport = transport;
    this.#sources = new SourceTable(tracks);
    this.#watch = new MediaWatch(clock, context.reports);
    this.#feedback = new TransportFeedback(this.#ownSsrc);
    this.tracks = tracks.map((agreed) => this.#publish(agreed));
    this.answer = writeAnswer(
      offer,
      tracks.map((agreed) => ({ agreed })),
      transport.local,
    );
    this.#listen();
    this.#timers = [
      every(clock, REPORT_INTERVAL, () => this.#report()),
      every(clock, FEEDBACK_INTERVAL, () => this.#giveFeedback()),
    ];
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  async addCandidates(fragment: IceFragment, { signal }: Call): Promise<void> {
    if (signal.aborted) throw aborted();
    this.#transport.addCandidates(fragment);
  }

  async restartIce(fragment: IceFragment, { signal }: Call): Promise<IceFragment> {
    if (this.closed) throw new WhipError('session-ended', 'The session has ended.');
    return this.#transport.restart(fragment, signal);
  }

  async stats({ signal }: Call): Promise<SessionStats> {
    if (signal.aborted) throw aborted();
    const { roundTripTime } = this.#transport;
    return {
      ...(roundTripTime === undefined ? {} : { roundTripTime }),
      transport: 'udp',
      tracks: this.tracks.flatMap((track) =>
        track.stats((stream) => this.#bitrates.rateOf(stream)),
      ),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const stop of this.#timers) stop();
    this.#watch.stop();
    for (const track of this.tracks) track.stop();
    await this.#transport.close();
    this.#options.over();
  }

  #publish(agreed: AgreedTrack): PublishedTrack {
    const { endpoint, clock } = this.#options;
    const send = (data: Buffer): void => this.#transport.sendRtcp(data);
    return new PublishedTrack({
      agreed,
      ownSsrc: this.#ownSsrc,
      layer: endpoint.layer,
      clock,
      send,
    });
  }

  #listen(): void {
    const { reports } = this.#options.context;
    this.#transport.onRtp = (packet) => this.#receive(packet);
    this.#transport.onRtcp = (data) =>
      readRtcp(data, {
        senderReport: (ssrc, ntp, timestamp) => this.#setClock(ssrc, ntp, timestamp),
      });
    this.#transport.onEnd = (reason, detail) => {
      if (!this.closed) reports.hungUp(reason, detail);
    };
  }

  #receive(packet: RtpPacket): void {
    if (this.closed) return;
    const source = this.#sources.find(packet.header);
    if (!source) return;
    const now = this.#options.clock.now();
    this.#watch.heard(now);
    this.#noteArrival(source.track, packet);
    const track = this.tracks.find(({ agreed }) => agreed === source.track);
    track?.receive(packet, source, now);
  }

  #noteArrival(track: AgreedTrack, { header }: RtpPacket): void {
    const id = extensionId(track, 'transportSequence');
    const extension = id === undefined ? undefined : header.extensions.find((one) => one.id === id);
    if (extension && extension.payload.length >= 2)
      this.#feedback.received(extension.payload.readUInt16BE(0), performance.now());
  }

  #setClock(ssrc: number, ntp: bigint, timestamp: number): void {
    const at = this.#options.clock.now();
    for (const track of this.tracks) {
      const stream = track.streamOf(ssrc);
      if (stream) stream.clock = { ntp, timestamp, at };
    }
  }

  get #streams(): readonly IncomingStream[] {
    return this.tracks.flatMap(({ streams }) => streams);
  }

  #report(): void {
    const now = this.#options.clock.now();
    const streams = this.#streams;
    for (const stream of streams) this.#bitrates.sample(stream, stream.reception.bytes, now);
    for (const track of this.tracks) track.askForAwaitedLayer(now);
    if (!this.#transport.ready || streams.length === 0) return;
    const blocks = streams.map((stream) => stream.reportBlock(now));
    const limited = this.tracks.filter(({ agreed }) => hasFeedback(agreed, 'goog-remb'));
    const ssrcs = limited.flatMap((track) => track.streams.map(({ ssrc }) => ssrc));
    const limit =
      ssrcs.length > 0 ? [bitrateLimit(this.#ownSsrc, ssrcs, this.#options.maximumBitrate)] : [];
    this.#transport.sendRtcp(Buffer.concat([receiverReport(this.#ownSsrc, blocks), ...limit]));
  }

  #giveFeedback(): void {
    const [stream] = this.#streams;
    if (!stream || !this.#transport.ready) return;
    const report = this.#feedback.report(stream.ssrc);
    if (report) this.#transport.sendRtcp(report);
    const now = this.#options.clock.now();
    for (const track of this.tracks) track.askForMissing(now, this.#transport.roundTripTime);
  }
}
