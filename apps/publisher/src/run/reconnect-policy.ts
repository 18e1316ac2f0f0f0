import { type ClientError, isPassing } from '@whipway/client';

/** Refusals that a server which comes back gives for a moment: the old session is not gone yet. */
const AFTER_A_LOSS = new Set([404, 409, 425, 429]);

export interface ReconnectSettings {
  /** How long to try, in milliseconds; 0 is not at all. */
  readonly limit: number;
  /** Also try when the first session does not open: what is to be played may not be there yet. */
  readonly fromTheStart: boolean;
  readonly now?: () => number;
}

/**
 * Whether another session is to be opened. A first failure is told at once, as its cause is mostly a
 * wrong option; what has worked once is tried again for a while.
 */
export class ReconnectPolicy {
  readonly #settings: ReconnectSettings;
  readonly #now: () => number;
  #worked = false;
  #lostSince: number | undefined;

  constructor(settings: ReconnectSettings) {
    this.#settings = settings;
    this.#now = settings.now ?? Date.now;
  }

  /** True after a session has worked, when another one is due. */
  get isReconnecting(): boolean {
    return this.#worked && this.#lostSince !== undefined;
  }

  connected(): void {
    this.#worked = true;
    this.#lostSince = undefined;
  }

  again = (error: ClientError): boolean => {
    const { limit, fromTheStart } = this.#settings;
    if (limit === 0 || !(this.#worked || fromTheStart)) return false;
    const passes = isPassing(error) || (this.#worked && AFTER_A_LOSS.has(error.status ?? 0));
    this.#lostSince ??= this.#now();
    const wait = error.retryAfter ?? 0;
    return passes && this.#now() + wait - this.#lostSince <= limit;
  };
}
