import type { WhipError } from '../errors/whip-error.js';
import type {
  CounterOfferedSession,
  OpenedSession,
  PatchResult,
} from '../gateway/gateway-types.js';
import { Deferred } from './deferred.js';

/** The requests of the client that wait for their response. Each is settled once. */
export class ClientSide {
  /** The POST. */
  readonly opened = new Deferred<OpenedSession | CounterOfferedSession>();
  /** The PATCH with the answer to a counter-offer. */
  readonly answered = new Deferred<void>();
  #restarted = new Deferred<PatchResult>();

  /** The PATCH that restarts ICE; one at a time. */
  beginRestart(): Promise<PatchResult> {
    this.#restarted = new Deferred();
    return this.#restarted.promise;
  }

  replyOpened(opened: OpenedSession | CounterOfferedSession): void {
    this.opened.resolve(opened);
    if (opened.kind === 'opened') this.answered.resolve();
  }

  replyRestarted(result: PatchResult): void {
    this.#restarted.resolve(result);
  }

  refuseRestart(error: WhipError): void {
    this.#restarted.reject(error);
  }

  /** The session is over: nothing is left waiting. */
  refuseAll(error: WhipError): void {
    this.opened.reject(error);
    this.answered.reject(error);
    this.#restarted.reject(error);
  }
}
