import {
  type BackendCapabilities,
  type BackendEnvironment,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type MediaBackend,
  type Playback,
  type PublishContext,
  WhipError,
} from '@whipway/core';
import type { types } from 'mediasoup';
import { abortable } from './call.js';
import { MediasoupPlayback } from './playback.js';
import type { PublicationListener } from './publication.js';
import { PublicationFeed } from './publication-feed.js';
import { CODEC_NAMES } from './sdp/router-codecs.js';
import { PublishedSession } from './session.js';
import {
  endpointSettings,
  type MediasoupEndpointSettings,
  type MediasoupSettings,
} from './settings.js';
import { ViewerRouters } from './watch/viewer-routers.js';
import type { ViewerSession } from './watch/viewer-session.js';
import { SharedRouters } from './workers/shared-routers.js';
import { WorkerPool } from './workers/worker-pool.js';
import { openPublicationRouter, type PublicationRouter } from './workers/worker-router.js';

const CAPABILITIES: BackendCapabilities = {
  trickle: 'yes',
  restart: 'yes',
  mediaReports: 'yes',
  liveness: 'yes',
  simulcast: 'yes',
  playback: 'yes',
  stats: 'yes',
  codecs: CODEC_NAMES,
};

/**
 * mediasoup in this process: one worker a core, a router for each endpoint in use, producers for
 * what is published and consumers for what is watched.
 */
export class MediasoupBackend implements MediaBackend {
  readonly name = 'mediasoup';
  readonly capabilities = CAPABILITIES;
  readonly playback: Playback;
  readonly #environment: BackendEnvironment;
  readonly #pool: WorkerPool;
  readonly #routers = new SharedRouters<PublicationRouter>();
  readonly #sessions = new Set<PublishedSession | ViewerSession>();
  readonly #viewers = new Map<string, ViewerSession>();
  readonly #viewerRouters = new WeakMap<PublishedSession, ViewerRouters>();
  readonly #feed: PublicationFeed;

  constructor(settings: MediasoupSettings, environment: BackendEnvironment) {
    this.#environment = environment;
    this.#feed = new PublicationFeed(environment.logger);
    this.#pool = new WorkerPool(settings, environment);
    this.playback = new MediasoupPlayback({
      endpointSettings: readEndpoint,
      routersOf: (session) => this.#routersOf(session),
      opened: (session, sessionId) => this.#keepViewer(session, sessionId),
    });
  }

  open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    return abortable(
      call,
      () => this.#open(offer, context, call),
      (late) => void late.close(),
    );
  }

  /** Starts the workers at the first call. @throws WhipError that says why there is none */
  health(call: Call): Promise<void> {
    return abortable(call, () => this.#pool.health());
  }

  async close(): Promise<void> {
    for (const session of this.#sessions) await session.close();
    await this.#pool.close();
  }

  /**
   * Tells of every publication: the running ones now, each new one when its producers are there.
   * What the listener throws, or rejects with, is logged. Returns a function that ends it.
   */
  onPublication(listener: PublicationListener): () => void {
    return this.#feed.subscribe(listener);
  }

  /**
   * mediasoup's consumers of a viewer's session, e.g. to choose layers (`setPreferredLayers`);
   * empty when there is no such viewer.
   */
  consumersOf(viewerSessionId: string): readonly types.Consumer[] {
    return this.#viewers.get(viewerSessionId)?.consumers ?? [];
  }

  async #open(
    offer: CheckedOffer,
    context: PublishContext,
    { signal }: Call,
  ): Promise<PublishedSession> {
    const { ortc, capabilities } = await this.#pool.mediasoup();
    const { clock } = this.#environment;
    const { shared, release } = await this.#routers.lease(context.endpoint.id, () =>
      openPublicationRouter(this.#pool),
    );
    try {
      const endpoint = readEndpoint(context.endpoint.settings);
      const options = { ...shared, ortc, capabilities, endpoint, clock };
      const session = await PublishedSession.open(offer, context, options);
      session.atEnd(release);
      this.#keep(session);
      // Nobody has heard of one whose client is gone; it is closed at once.
      if (!signal.aborted) this.#feed.announce(session.publication);
      return session;
    } catch (error) {
      release();
      throw error;
    } finally {
      shared.worker.places.prepare();
    }
  }

  #keep(session: PublishedSession | ViewerSession): void {
    this.#sessions.add(session);
    session.atEnd(() => this.#sessions.delete(session));
  }

  #keepViewer(session: ViewerSession, sessionId: string): void {
    this.#keep(session);
    this.#viewers.set(sessionId, session);
    session.atEnd(() => this.#viewers.delete(sessionId));
  }

  #routersOf(session: PublishedSession): ViewerRouters {
    const known = this.#viewerRouters.get(session);
    if (known) return known;
    const made = new ViewerRouters(session.source, this.#pool);
    this.#viewerRouters.set(session, made);
    return made;
  }
}

function readEndpoint(settings: unknown): MediasoupEndpointSettings {
  const read = endpointSettings.safeParse(settings ?? {});
  if (read.success) return read.data;
  throw new WhipError('backend-failed', 'The endpoint’s mediasoup block is not valid.', {
    cause: read.error,
  });
}
