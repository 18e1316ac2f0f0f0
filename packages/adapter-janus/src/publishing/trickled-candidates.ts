import { type Clock, WhipError } from '@whipway/core';
import type { JanusMessage } from '../connection/janus-message.js';

/** Milliseconds that a Janus with `full_trickle` may take to gather. */
const GATHERING_LIMIT = 3_000;

/**
 * The candidates that a Janus with `full_trickle` sends after its answer. WHIP has no way to send
 * them on, so the answer waits for them (RFC 9725, section 4.3.2).
 */
export class TrickledCandidates {
  readonly #clock: Clock;
  #candidates: string[] = [];
  #completed = false;
  #wake = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A `trickle` event. */
  event({ candidate }: JanusMessage): void {
    if (candidate?.candidate) this.#candidates.push(candidate.candidate);
    // Older ones end with null instead of `completed`.
    if (candidate?.completed || candidate === null) this.#completed = true;
    if (this.#completed) this.#wake();
  }

  /**
   * All of one generation, `candidate:…` each, without those of the next.
   *
   * @throws WhipError `backend-failed` when none came in time
   */
  async gathered(): Promise<readonly string[]> {
    if (!this.#completed) await this.#completion();
    const candidates = [...new Set(this.#candidates)];
    this.#candidates = [];
    this.#completed = false;
    if (candidates.length > 0) return candidates;
    throw new WhipError('backend-failed', 'Janus found no address to receive media on.');
  }

  #completion(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(GATHERING_LIMIT, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}
