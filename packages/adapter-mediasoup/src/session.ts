import type {
  BackendSession,
  Call,
  CheckedOffer,
  Clock,
  IceFragment,
  PublishContext,
  SessionStats,
} from '@whipway/core';
import type { types } from 'mediasoup';
import type * as Ortc from 'mediasoup/ortc';
import { abortable } from './call.js';
import type { MediasoupPublication } from './publication.js';
import { SessionReports } from './reports.js';
import { answerPublication } from './sdp/answer-publication.js';
import { type MappedTrack, mapPublication } from './sdp/map-publication.js';
import type { MediasoupEndpointSettings } from './settings.js';
import { SilenceWatch } from './silence-watch.js';
import { publisherStats } from './statistics.js';
import { TransportLink } from './transport-link.js';
import { Source } from './watch/source.js';
import type { PublicationRouter } from './workers/worker-router.js';

/** What a session is opened with. */
export interface PublishOptions
  extends Pick<PublicationRouter, 'router' | 'worker' | 'takeTransport'> {
  readonly ortc: typeof Ortc;
  /** What the router takes. */
  readonly capabilities: types.RtpCapabilities;
  readonly endpoint: MediasoupEndpointSettings;
  readonly clock: Clock;
}

/** A publisher: one transport, and a producer for each of its tracks. */
export class PublishedSession implements BackendSession {
  readonly answer: string;
  readonly publication: MediasoupPublication;
  readonly #link: TransportLink;
  readonly #reports: SessionReports;
  readonly #watch: SilenceWatch;
  readonly #parts: SessionParts;
  #source: Source | undefined;

  private constructor(parts: SessionParts) {
    const { link, answer, publication } = parts;
    this.answer = answer;
    this.publication = publication;
    this.#parts = parts;
    this.#link = link;
    this.#reports = new SessionReports(parts.context.reports);
    this.#watch = new SilenceWatch({
      clock: parts.clock,
      received: () => rtpBytesReceived(link),
      up: () => this.#reports.mediaUp(),
      down: () => this.#reports.mediaDown(),
    });
    this.#listen();
  }

  /** @throws WhipError or a mediasoup error; then nothing of the session is left */
  static async open(
    offer: CheckedOffer,
    context: PublishContext,
    options: PublishOptions,
  ): Promise<PublishedSession> {
    const { router, worker, ortc, endpoint, clock } = options;
    // Before anything is made: an offer that does not map leaves no trace.
    const side = { ortc, capabilities: options.capabilities };
    const tracks = mapPublication(offer, side, endpoint.simulcastOrder);
    const prepared = options.takeTransport();
    const link = await TransportLink.open({ router, worker, offer, prepared });
    try {
      // The answer is written while the worker is at work.
      const [producers, answer] = await Promise.all([
        startReceiving(link, tracks, endpoint),
        Promise.resolve().then(() => answerPublication(offer, link.transport, tracks)),
      ]);
      const publication = describePublication(context, router, producers, link);
      return new PublishedSession({ link, answer, publication, ortc, context, clock });
    } catch (error) {
      link.close();
      throw error;
    }
  }

  /** Runs once when the session is closed. */
  atEnd(release: () => void): void {
    this.#link.atEnd(release);
  }

  /** What viewers are served from; made for the first one. */
  get source(): Source {
    const { publication, link, ortc } = this.#parts;
    this.#source ??= new Source(publication, link.worker, ortc);
    return this.#source;
  }

  get closed(): boolean {
    return this.#link.closed;
  }

  addCandidates(_fragment: IceFragment, call: Call): Promise<void> {
    return this.#link.addCandidates(call);
  }

  restartIce(fragment: IceFragment, call: Call): Promise<IceFragment> {
    return this.#link.restartIce(fragment, call);
  }

  stats(call: Call): Promise<SessionStats> {
    return abortable(call, () => publisherStats(this.#link, this.publication.producers));
  }

  async close(): Promise<void> {
    this.#watch.stop();
    this.#reports.close();
    this.#link.close();
  }

  #listen(): void {
    this.#link.listen({
      up: () => {},
      down: () => this.#watch.lost(),
      over: (reason, detail) => {
        this.#watch.stop();
        this.#reports.hungUp(reason, detail);
      },
    });
    for (const producer of this.publication.producers) {
      // The first score is said when the first packet of a stream came (no packet, no score).
      producer.once('score', () => this.#watch.heard());
    }
  }
}

interface SessionParts {
  readonly link: TransportLink;
  readonly answer: string;
  readonly publication: MediasoupPublication;
  readonly ortc: typeof Ortc;
  readonly context: PublishContext;
  readonly clock: Clock;
}

/** All requests at once: the worker takes them in order. */
async function startReceiving(
  link: TransportLink,
  tracks: readonly MappedTrack[],
  { maxBitrate }: MediasoupEndpointSettings,
): Promise<readonly types.Producer[]> {
  const { transport, worker } = link;
  const [producers] = await Promise.all([
    Promise.all(
      tracks.map(({ media: { kind }, rtpParameters }) =>
        worker.ask(() => transport.produce({ kind, rtpParameters })),
      ),
    ),
    link.connect(),
    maxBitrate && worker.ask(() => transport.setMaxIncomingBitrate(maxBitrate)),
  ]);
  return producers;
}

function describePublication(
  { endpoint, sessionId }: PublishContext,
  router: types.Router,
  producers: readonly types.Producer[],
  link: TransportLink,
): MediasoupPublication {
  const ended = new Promise<void>((resolve) => link.atEnd(resolve));
  return { endpointId: endpoint.id, sessionId, router, producers, ended };
}

async function rtpBytesReceived({ worker, transport }: TransportLink): Promise<number> {
  const [stats] = await worker.ask(() => transport.getStats());
  return stats?.rtpBytesReceived ?? 0;
}
