import { WhipError } from '@whipway/core';
import type * as Mediasoup from 'mediasoup';
import type { types } from 'mediasoup';
import type * as Ortc from 'mediasoup/ortc';
import { ROUTER_CODECS } from '../sdp/router-codecs.js';

/** The mediasoup package, as far as it is used here. */
export interface MediasoupModule {
  readonly createWorker: typeof Mediasoup.createWorker;
  readonly workerBin: string;
  readonly version: string;
  readonly ortc: typeof Ortc;
  /** What every publication's router takes: worked out once. */
  readonly capabilities: types.RtpCapabilities;
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
    const capabilities = ortc.generateRouterRtpCapabilities([...ROUTER_CODECS]);
    return { createWorker, workerBin, version, ortc, capabilities };
  } catch (cause) {
    throw new WhipError(
      'backend-unavailable',
      'The mediasoup package is not installed; add mediasoup (3.27 or newer) next to @whipway/adapter-mediasoup.',
      { cause },
    );
  }
}
