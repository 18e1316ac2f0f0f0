import type { types } from 'mediasoup';

/**
 * What a publisher's session is made of, for applications that use mediasoup themselves: consume its
 * producers on its router, or pipe them to a router of your own
 * (`router.pipeToRouter({ producerId, router: yours, keepId: false })`). The objects belong to
 * Whipway: do not close them.
 */
export interface MediasoupPublication {
  readonly endpointId: string;
  readonly sessionId: string;
  readonly router: types.Router;
  /** At most one of each kind, in the order of the offer. */
  readonly producers: readonly types.Producer[];
  /** Resolves when the session is over and its producers are closed. */
  readonly ended: Promise<void>;
}

/**
 * Told of each new publication, once its producers are there and before its client has the answer,
 * which waits for no listener. A publication may end at any time, also during a listener's
 * `pipeToRouter`, which then rejects: what a listener throws or rejects with is logged.
 */
export type PublicationListener = (publication: MediasoupPublication) => void | Promise<void>;
