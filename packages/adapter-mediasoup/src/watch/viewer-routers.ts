import type { types } from 'mediasoup';
import type { WatchedTrack } from '../sdp/map-viewer.js';
import type { MediaWorker } from '../workers/media-worker.js';
import { SharedRouters } from '../workers/shared-routers.js';
import type { WorkerPool } from '../workers/worker-pool.js';
import { openRouter, type WorkerRouter } from '../workers/worker-router.js';
import type { Source } from './source.js';

type Producers = ReadonlyMap<types.MediaKind, types.Producer>;

/** Where a viewer is served: a router that sends its payload types, and the producers on it. */
export interface ViewerPlace {
  readonly router: types.Router;
  readonly worker: MediaWorker;
  readonly producers: Producers;
  /** Gives the place back; the last viewer closes what was made for it. */
  release(): void;
}

interface PipedRouter extends WorkerRouter {
  readonly producers: Producers;
}

/**
 * The routers that serve a publication's viewers.
 *
 * mediasoup sends a router's payload types to everyone on it, and an answer must use those of the
 * player's offer. So players whose payload types are not the publication router's share a router for
 * each set of them, on the worker with the least to do, fed by a pipe.
 */
export class ViewerRouters {
  readonly #source: Source;
  readonly #pool: WorkerPool;
  readonly #routers = new SharedRouters<PipedRouter>();

  constructor(source: Source, pool: WorkerPool) {
    this.#source = source;
    this.#pool = pool;
  }

  /** @throws WhipError or a mediasoup error; then nothing is left */
  async place(tracks: readonly WatchedTrack[]): Promise<ViewerPlace> {
    // Audio first: mediasoup gives a video codec's RTX the first payload type that is free then.
    const played = tracks.filter(({ track }) => track).toSorted(byKind);
    if (played.every(({ track, codec }) => track?.payloadType === codec.payloadType)) {
      const { router, worker, producers } = this.#source;
      return { router, worker, producers, release: worker.occupy() };
    }
    const { shared, release } = await this.#routers.lease(layoutOf(played), () =>
      this.#pipe(played),
    );
    const leave = shared.worker.occupy();
    return {
      ...shared,
      release: () => {
        leave();
        release();
      },
    };
  }

  async #pipe(tracks: readonly WatchedTrack[]): Promise<PipedRouter> {
    const opened = await openRouter(this.#pool, tracks.map(routerCodec));
    try {
      const pipes = tracks.map(
        async ({ media: { kind } }) =>
          [kind, await this.#source.pipe(kind, opened.router)] as const,
      );
      return { ...opened, producers: new Map(await Promise.all(pipes)) };
    } catch (error) {
      opened.router.close();
      opened.leave();
      throw error;
    }
  }
}

function byKind(one: WatchedTrack, other: WatchedTrack): number {
  return one.media.kind.localeCompare(other.media.kind);
}

/** `audio/opus 109,video/vp8 120` */
function layoutOf(tracks: readonly WatchedTrack[]): string {
  return tracks.map(({ codec }) => `${codec.mimeType} ${codec.payloadType}`).join();
}

/** The publisher's codec under the player's payload type. */
function routerCodec({
  media: { kind },
  codec,
  track,
}: WatchedTrack): types.RouterRtpCodecCapability {
  const { mimeType, clockRate, channels, parameters = {} } = track?.codec ?? codec;
  return {
    kind,
    mimeType,
    clockRate,
    ...(channels !== undefined && { channels }),
    parameters,
    preferredPayloadType: codec.payloadType,
  };
}
