import type { types } from 'mediasoup';
import type { MediaWorker } from './media-worker.js';
import type { SharedRouter } from './shared-routers.js';
import type { WorkerPool } from './worker-pool.js';

/** A router and the worker it is on. */
export interface WorkerRouter extends SharedRouter {
  readonly worker: MediaWorker;
}

/** A publication's router, with a transport for its publisher. */
export interface PublicationRouter extends WorkerRouter {
  /** The transport that came with the router; undefined for all but the first who asks. */
  takeTransport(): types.WebRtcTransport | undefined;
}

/**
 * Opens a router for a publication on the worker with the least to do; all is made beforehand.
 *
 * @throws WhipError `backend-unavailable` when no worker can be had
 */
export function openPublicationRouter(pool: WorkerPool): Promise<PublicationRouter> {
  return onLeastLoaded(pool, async (worker) => {
    const { router, transport } = await worker.places.take();
    let untaken: types.WebRtcTransport | undefined = transport;
    const takeTransport = () => {
      const taken = untaken;
      untaken = undefined;
      return taken;
    };
    return { router, takeTransport };
  });
}

/**
 * Opens a router with these codecs on the worker with the least to do.
 *
 * @throws WhipError `backend-unavailable` when no worker can be had
 */
export function openRouter(
  pool: WorkerPool,
  codecs: readonly types.RouterRtpCodecCapability[],
): Promise<WorkerRouter> {
  return onLeastLoaded(pool, async (worker) => ({ router: await worker.createRouter(codecs) }));
}

async function onLeastLoaded<Opened>(
  pool: WorkerPool,
  open: (worker: MediaWorker) => Promise<Opened>,
): Promise<Opened & { readonly worker: MediaWorker; leave(): void }> {
  const { worker, leave } = await pool.place();
  try {
    return { ...(await open(worker)), worker, leave };
  } catch (error) {
    leave();
    throw error;
  }
}
