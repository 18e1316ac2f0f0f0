import { ClientError } from '../client-error.js';
import type { LocalCandidate } from '../platform.js';
import { type FragmentFrame, printFragment } from '../sdp/ice-fragment.js';
import { startTimer } from '../waiting.js';
import { mayPass } from './passing.js';

export interface TrickleOptions {
  readonly frame: FragmentFrame;
  /** How long candidates are collected into one PATCH, in milliseconds (C-10). */
  readonly window: number;
  readonly send: (fragment: string) => Promise<void>;
  /** Called once when no more PATCHes will be sent because one was refused (C-21). */
  readonly refused: (error: ClientError) => void;
}

const MOST_TRIES = 4;

/**
 * Sends the local candidates of one ICE generation: held until the session is open, collected,
 * one PATCH in flight (C-09, C-10, C-15). A restart stops it and makes a new one (C-18).
 */
export class CandidateTrickle {
  readonly #options: TrickleOptions;
  #pending: string[] = [];
  #complete = false;
  #held = true;
  #over = false;
  #tries = 0;
  /** What the last refusal asked for, in milliseconds (C-29). */
  #retryAfter = 0;
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TrickleOptions) {
    this.#options = options;
  }

  /** Takes the candidate of an `icecandidate` event; null ends the generation. */
  add(candidate: LocalCandidate | null): void {
    if (this.#over || this.#complete) return;
    if (candidate === null) this.#complete = true;
    else if (candidate.candidate !== '' && this.#isMine(candidate))
      this.#pending.push(candidate.candidate);
    this.#schedule(this.#complete ? 0 : this.#options.window);
  }

  /** Keeps candidates back, while the session is not open or a restart is pending (C-17). */
  hold(): void {
    this.#held = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  release(): void {
    this.#held = false;
    this.#schedule(this.#complete ? 0 : this.#options.window);
  }

  /** No more PATCHes: ICE has nominated a pair (C-14), or the generation is over. */
  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  /** Candidates of the offerer-tagged section and of this generation only (C-12). */
  #isMine({ sdpMid, usernameFragment }: LocalCandidate): boolean {
    const { mid, ufrag } = this.#options.frame;
    return (sdpMid ?? mid) === mid && (usernameFragment ?? ufrag) === ufrag;
  }

  #schedule(delay: number): void {
    const idle = this.#pending.length === 0 && !this.#complete;
    if (this.#held || this.#over || this.#sending || idle) return;
    clearTimeout(this.#timer);
    this.#timer = startTimer(() => void this.#flush(), delay);
  }

  async #flush(): Promise<void> {
    const candidates = this.#pending;
    const endOfCandidates = this.#complete;
    this.#pending = [];
    this.#sending = true;
    try {
      await this.#options.send(printFragment(this.#options.frame, { candidates, endOfCandidates }));
      this.#tries = 0;
      this.#retryAfter = 0;
      if (endOfCandidates) this.#over = true;
    } catch (cause) {
      // What no 2xx confirmed is repeated, in order, before what came since (C-13).
      this.#pending = [...candidates, ...this.#pending];
      this.#failed(ClientError.from(cause, 'unreachable'));
    }
    this.#sending = false;
    this.#schedule(Math.max(this.#options.window * 2 ** this.#tries, this.#retryAfter));
  }

  #failed(error: ClientError): void {
    this.#tries += 1;
    this.#retryAfter = error.retryAfter ?? 0;
    const again = mayPass(error) && error.status !== 501 && this.#tries < MOST_TRIES;
    if (again || this.#over) return;
    this.#over = true;
    this.#options.refused(error);
  }
}
