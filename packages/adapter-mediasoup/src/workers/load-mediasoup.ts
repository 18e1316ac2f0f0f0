import { WhipError } from '@whipway/core';
import type * as Mediasoup from 'mediasoup';
import type * as Ortc from 'mediasoup/ortc';

/** The mediasoup package, as far as it is used here. */
export interface MediasoupModule {
  readonly createWorker: typeof Mediasoup.createWorker;
  readonly workerBin: string;
  readonly version: string;
  readonly ortc: typeof Ortc;
}

/**
 * Loads the application's own mediasoup: an optional peer dependency, so only now.
 *
 * @throws WhipError `backend-unavailable` when the package is not installed
 */
export async function loadMediasoup(): Promise<MediasoupModule> {
  try {
    const [{ createWorker, workerBin, version }, ortc] = await Promise.all([
      import('mediasoup'),
      import('mediasoup/ortc'),
    ]);
    return { createWorker, workerBin, version, ortc };
  } catch (cause) {
    throw new WhipError(
      'backend-unavailable',
      'The mediasoup package is not installed; add mediasoup (3.27 or newer) next to @whipway/adapter-mediasoup.',
      { cause },
    );
  }
}
