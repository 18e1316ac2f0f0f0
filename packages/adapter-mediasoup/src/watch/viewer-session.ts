import type {
  BackendSession,
  Call,
  CheckedOffer,
  IceFragment,
  PublishContext,
  SessionStats,
} from '@whipway/core';
import type { types } from 'mediasoup';
import { abortable } from '../call.js';
import { SessionReports } from '../reports.js';
import { answerViewer } from '../sdp/answer-viewer.js';
import { playableExtensions } from '../sdp/header-extensions.js';
import { asCapability, type WatchedTrack } from '../sdp/map-viewer.js';
import type { MediasoupEndpointSettings } from '../settings.js';
import { viewerStats } from '../statistics.js';
import { TransportLink } from '../transport-link.js';
import { preferredLayers } from './preferred-layers.js';
import type { ViewerPlace } from './viewer-routers.js';

/** What a viewer's session is opened with. */
export interface ViewerOptions {
  readonly place: ViewerPlace;
  readonly tracks: readonly WatchedTrack[];
  readonly endpoint: MediasoupEndpointSettings;
}

/** A viewer: one transport, and a consumer for each track it plays. */
export class ViewerSession implements BackendSession {
  readonly answer: string;
  readonly consumers: readonly types.Consumer[];
  readonly #link: TransportLink;
  readonly #reports: SessionReports;

  private constructor(
    link: TransportLink,
    answer: string,
    consumers: readonly types.Consumer[],
    context: PublishContext,
  ) {
    this.answer = answer;
    this.consumers = consumers;
    this.#link = link;
    this.#reports = new SessionReports(context.reports);
    // For a viewer the reports are about its transport, not about what the publisher sends.
    this.#link.listen({
      up: () => this.#reports.mediaUp(),
      down: () => this.#reports.mediaDown(),
      over: (reason, detail) => this.#reports.hungUp(reason, detail),
    });
  }

  /** @throws WhipError or a mediasoup error; then nothing of the session is left */
  static async open(
    offer: CheckedOffer,
    context: PublishContext,
    options: ViewerOptions,
  ): Promise<ViewerSession> {
    const { place } = options;
    const { router, worker } = place;
    const link = await TransportLink.open({ router, worker, offer });
    link.atEnd(place.release);
    try {
      const [consumers] = await Promise.all([startSending(link, options), link.connect()]);
      const answer = answerViewer(offer, link.transport, context.endpoint.id, consumers);
      const made = consumers.flatMap(({ consumer }) => consumer ?? []);
      return new ViewerSession(link, answer, made, context);
    } catch (error) {
      link.close();
      throw error;
    }
  }

  atEnd(release: () => void): void {
    this.#link.atEnd(release);
  }

  addCandidates(_fragment: IceFragment, call: Call): Promise<void> {
    return this.#link.addCandidates(call);
  }

  restartIce(fragment: IceFragment, call: Call): Promise<IceFragment> {
    return this.#link.restartIce(fragment, call);
  }

  stats(call: Call): Promise<SessionStats> {
    return abortable(call, () => viewerStats(this.#link, this.consumers));
  }

  async close(): Promise<void> {
    this.#reports.close();
    this.#link.close();
  }
}

function startSending(
  link: TransportLink,
  options: ViewerOptions,
): Promise<readonly (WatchedTrack & { consumer: types.Consumer | undefined })[]> {
  return Promise.all(
    options.tracks.map(async (track) => ({
      ...track,
      consumer: await consume(link, track, options),
    })),
  );
}

async function consume(
  { transport, worker }: TransportLink,
  { media, codec, track }: WatchedTrack,
  { place: { router, producers }, endpoint }: ViewerOptions,
): Promise<types.Consumer | undefined> {
  const producer = producers.get(media.kind);
  if (!producer || !track) return undefined;
  const headerExtensions = playableExtensions(media, router.rtpCapabilities);
  // Without RTX, whose payload type could not be the player's: what is lost is sent again as it was.
  const capability = { ...asCapability(codec), parameters: track.codec.parameters ?? {} };
  const layers = preferredLayers(producer, endpoint.playbackLayer);
  return worker.ask(() =>
    transport.consume({
      producerId: producer.id,
      rtpCapabilities: { codecs: [capability], headerExtensions },
      enableRtx: media.kind === 'video',
      ...(media.mid !== '' && { mid: media.mid }),
      ...(layers && { preferredLayers: layers }),
    }),
  );
}
