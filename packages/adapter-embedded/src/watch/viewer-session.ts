import { randomBytes, randomInt } from 'node:crypto';
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
import { BitrateMeter } from '../bitrate-meter.js';
import { every } from '../every.js';
import type { PublishedTrack } from '../publish/published-track.js';
import { readRtcp } from '../rtp/rtcp-reading.js';
import type { WatchedTrack } from '../sdp/agree-on-watching.js';
import { type AnsweredTrack, writeAnswer } from '../sdp/write-answer.js';
import type { PublisherSession } from '../session.js';
import type { MediaTransport } from '../transport/media-transport.js';
import { OutgoingTrack } from './outgoing-track.js';
import { publisherClocks } from './publisher-clock.js';

/** How often sender reports go to a viewer, milliseconds. */
const REPORT_INTERVAL = 1000;
/** The first reports come faster, so that sound and picture are in step from the start. */
const FIRST_REPORTS = 200;

export interface ViewerOptions {
  readonly offer: CheckedOffer;
  readonly watched: readonly WatchedTrack[];
  readonly publisher: PublisherSession;
  readonly transport: MediaTransport;
  readonly context: PublishContext;
  readonly clock: Clock;
  /** To be called once everything is released. */
  readonly over: () => void;
}

/** One viewer of a publisher. */
export class ViewerSession implements BackendSession {
  readonly answer: string;
  readonly #options: ViewerOptions;
  readonly #transport: MediaTransport;
  readonly #tracks: readonly OutgoingTrack[];
  readonly #bitrates = new BitrateMeter<OutgoingTrack>();
  readonly #timers: (() => void)[] = [];
  #closing: Promise<void> | undefined;

  constructor(options: ViewerOptions) {
    const { offer, watched, transport, context, clock } = options;
    this.#options = options;
    this.#transport = transport;
    const streamId = randomBytes(8).toString('hex');
    const answered = watched.map((track) => withStream(track, streamId));
    this.#tracks = answered.flatMap(({ agreed, sent, published }) => {
      const source = options.publisher.tracks.find((track) => track.agreed === published);
      return sent && source ? [new OutgoingTrack(agreed, sent, source, transport)] : [];
    });
    this.answer = writeAnswer(offer, answered, transport.local);
    transport.onReady = () => this.#begin();
    transport.onRtcp = (data) => this.#receiveRtcp(data);
    transport.onEnd = (reason, detail) => {
      if (!this.#closing) context.reports.hungUp(reason, detail);
    };
    this.#timers.push(every(clock, REPORT_INTERVAL, () => this.#turn()));
  }

  async addCandidates(fragment: IceFragment, { signal }: Call): Promise<void> {
    throwIfAborted(signal);
    this.#transport.addCandidates(fragment);
  }

  async restartIce(fragment: IceFragment, { signal }: Call): Promise<IceFragment> {
    if (this.#closing) throw new WhipError('session-ended', 'The session has ended.');
    return this.#transport.restart(fragment, signal);
  }

  async stats({ signal }: Call): Promise<SessionStats> {
    throwIfAborted(signal);
    const { roundTripTime } = this.#transport;
    return {
      ...(roundTripTime === undefined ? {} : { roundTripTime }),
      transport: 'udp',
      tracks: this.#tracks.map((track) => track.stats(this.#bitrates.rateOf(track))),
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const stop of this.#timers) stop();
    for (const track of this.#tracks) track.published.forwarding.sinks.delete(track);
    await this.#transport.close();
    this.#options.over();
  }

  /** The transport is up: this is all a viewer's media can tell. */
  #begin(): void {
    if (this.#closing) return;
    const { clock, context } = this.#options;
    for (const track of this.#tracks) {
      track.published.forwarding.sinks.add(track);
      track.published.askForKeyframe();
    }
    this.#timers.push(clock.after(FIRST_REPORTS, () => this.#report()));
    context.reports.mediaUp();
  }

  #turn(): void {
    const now = this.#options.clock.now();
    for (const track of this.#tracks) {
      this.#bitrates.sample(track, track.bytes, now);
      if (this.#transport.ready && track.waitsForKeyframe) track.published.askForKeyframe();
    }
    this.#report();
  }

  #report(): void {
    const { publisher, clock } = this.#options;
    const sending = this.#tracks.filter(({ hasSent }) => hasSent);
    if (!this.#transport.ready || sending.length === 0) return;
    const clocks = publisherClocks(publisher.tracks, clock.now());
    const reports = sending.flatMap((track) => {
      const time = clocks.get(track.published);
      return time ? [track.senderReport(time)] : [];
    });
    if (reports.length > 0) this.#transport.sendRtcp(Buffer.concat(reports));
  }

  #receiveRtcp(data: Buffer): void {
    const find = (ssrc: number): OutgoingTrack | undefined =>
      this.#tracks.find(({ sent }) => sent.ssrc === ssrc);
    readRtcp(data, {
      lost: (ssrc, sequenceNumbers) =>
        find(ssrc)?.repeat(sequenceNumbers, this.#options.clock.now()),
      pictureLost: (ssrc) => find(ssrc)?.pictureLost(),
      receptionReport: (report) => find(report.ssrc)?.reported(report),
    });
  }
}

interface StreamedTrack extends AnsweredTrack {
  readonly published: PublishedTrack['agreed'] | undefined;
}

/** A section without a published track stays silent, and names no stream. */
function withStream({ agreed, published }: WatchedTrack, streamId: string): StreamedTrack {
  if (!published) return { agreed, published };
  const ssrc = randomInt(1, 2 ** 32 - 2);
  const retransmission = agreed.retransmission === undefined ? undefined : ssrc + 1;
  return { agreed, published, sent: { ssrc, retransmission, streamId } };
}
