import type { types } from 'mediasoup';
import type { MediaWorker } from './media-worker.js';
import type { SharedRouter } from './shared-routers.js';
import type { WorkerPool } from './worker-pool.js';

/** A router and the worker it is on. */
export interface WorkerRouter extends SharedRouter {
  readonly worker: MediaWorker;
}

/**
 * Opens a router on the worker with the least to do.
 *
 * @param codecs default: everything a publication may use, and then it is there already
 * @throws WhipError `backend-unavailable` when no worker can be had
 */
export async function openRouter(
  pool: WorkerPool,
  codecs?: readonly types.RouterRtpCodecCapability[],
): Promise<WorkerRouter> {
  const { worker, leave } = await pool.place();
  try {
    const opening = codecs ? worker.createRouter(codecs) : worker.publicationRouter();
    return { router: await opening, worker, leave };
  } catch (error) {
    leave();
    throw error;
  }
}
