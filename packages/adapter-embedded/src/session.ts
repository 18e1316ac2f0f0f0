import {
  type BackendSession,
  type Call,
  type CheckedOffer,
  type Clock,
  type IceFragment,
  type PublishContext,
  type SessionStats,
  throwIfAborted,
  WhipError,
} from '@whipway/core';
import { BitrateMeter } from './bitrate-meter.js';
import { MediaWatch } from './media-watch.js';
import type { IncomingStream } from './publish/incoming-stream.js';
import { PublishedTrack } from './publish/published-track.js';
import { PublisherFeedback } from './publish/publisher-feedback.js';
import { SourceTable } from './publish/source-table.js';
import { readRtcp } from './rtp/rtcp-reading.js';
import type { AgreedTrack } from './sdp/agreed-track.js';
import { writeAnswer } from './sdp/write-answer.js';
import type { EndpointSettings } from './settings.js';
import type { MediaTransport } from './transport/media-transport.js';
import type { RtpPacket } from './transport/srtp-link.js';

export interface PublisherOptions {
  readonly offer: CheckedOffer;
  readonly tracks: readonly AgreedTrack[];
  readonly transport: MediaTransport;
  readonly context: PublishContext;
  readonly endpoint: EndpointSettings;
  /** The most to ask for, bit/s, of senders that cannot measure the way by themselves. */
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
  readonly #feedback: PublisherFeedback;
  readonly #bitrates = new BitrateMeter<IncomingStream>();
  #closing: Promise<void> | undefined;

  constructor(options: PublisherOptions) {
    const { offer, tracks, transport, context, clock, maximumBitrate } = options;
    this.#options = options;
    this.#transport = transport;
    this.#sources = new SourceTable(tracks);
    this.#watch = new MediaWatch(clock, context.reports);
    const bitrates = this.#bitrates;
    this.#feedback = new PublisherFeedback({ transport, maximumBitrate, clock, bitrates });
    this.tracks = tracks.map((agreed) => this.#publish(agreed));
    const answered = tracks.map((agreed) => ({ agreed }));
    this.answer = writeAnswer(offer, answered, transport.local);
    this.#listen();
    this.#feedback.start(this.tracks);
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  async addCandidates(fragment: IceFragment, { signal }: Call): Promise<void> {
    throwIfAborted(signal);
    this.#transport.addCandidates(fragment);
  }

  async restartIce(fragment: IceFragment, { signal }: Call): Promise<IceFragment> {
    if (this.closed) throw new WhipError('session-ended', 'The session has ended.');
    return this.#transport.restart(fragment, signal);
  }

  async stats({ signal }: Call): Promise<SessionStats> {
    throwIfAborted(signal);
    const { roundTripTime } = this.#transport;
    const bitrateOf = (stream: IncomingStream) => this.#bitrates.rateOf(stream);
    return {
      ...(roundTripTime === undefined ? {} : { roundTripTime }),
      transport: 'udp',
      tracks: this.tracks.flatMap((track) => track.stats(bitrateOf)),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#feedback.stop();
    this.#watch.stop();
    for (const track of this.tracks) track.stop();
    await this.#transport.close();
    this.#options.over();
  }

  #publish(agreed: AgreedTrack): PublishedTrack {
    const { endpoint, clock } = this.#options;
    const { ownSsrc } = this.#feedback;
    const send = (data: Buffer): void => this.#transport.sendRtcp(data);
    return new PublishedTrack({ agreed, ownSsrc, layer: endpoint.layer, clock, send });
  }

  #listen(): void {
    const { reports, logger } = this.#options.context;
    this.#transport.onRtp = (packet) => this.#receive(packet);
    this.#transport.onRtcp = (data) =>
      readRtcp(data, {
        senderReport: (ssrc, ntp, timestamp) => this.#setClock(ssrc, ntp, timestamp),
      });
    this.#transport.onEnd = (reason, detail) => {
      if (this.closed) return;
      logger.debug('the publisher’s transport has ended', { reason, detail });
      reports.hungUp(reason, detail);
    };
  }

  #receive(packet: RtpPacket): void {
    if (this.closed) return;
    const source = this.#sources.find(packet.header);
    if (!source) return;
    const now = this.#options.clock.now();
    this.#watch.heard(now);
    this.#feedback.arrived(source.track, packet);
    const track = this.tracks.find(({ agreed }) => agreed === source.track);
    track?.receive(packet, source, now);
  }

  #setClock(ssrc: number, ntp: bigint, timestamp: number): void {
    const at = this.#options.clock.now();
    for (const track of this.tracks) {
      const stream = track.streamOf(ssrc);
      if (stream) stream.clock = { ntp, timestamp, at };
    }
  }
}
