import { type BackendEnvironment, WhipError } from '@whipway/core';
import type { types } from 'mediasoup';
import type { MediasoupSettings } from '../settings.js';
import { listenInfos } from './listen-infos.js';
import type { MediasoupModule } from './load-mediasoup.js';
import { MediaWorker } from './media-worker.js';
import { noWorkerError, workerProgram } from './worker-program.js';

/**
 * Starts a worker process and opens its ports.
 *
 * @throws WhipError `backend-unavailable` that says what was tried, and how to get a worker
 */
export async function startWorker(
  mediasoup: MediasoupModule,
  settings: MediasoupSettings,
  { clock, media }: BackendEnvironment,
): Promise<MediaWorker> {
  const attempt = workerProgram(settings.workerBin, mediasoup.workerBin);
  const worker = await mediasoup
    .createWorker({ workerBin: attempt.program, logLevel: 'warn' })
    .catch((cause: unknown) => {
      throw noWorkerError(attempt, cause);
    });
  const ports = await openPorts(worker, settings, media);
  const started = new MediaWorker(worker, ports, settings, clock);
  started.places.prepare();
  return started;
}

async function openPorts(
  worker: types.Worker,
  settings: MediasoupSettings,
  media: BackendEnvironment['media'],
): Promise<types.WebRtcServer> {
  try {
    return await worker.createWebRtcServer({ listenInfos: listenInfos(media, settings) });
  } catch (cause) {
    worker.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WhipError(
      'backend-unavailable',
      `A media worker cannot listen on ${media.addresses.join(', ')}: ${reason}.`,
      { cause },
    );
  }
}
