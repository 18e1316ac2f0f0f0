import { type Clock, WhipError } from '@whipway/core';
import type { JanusMessage } from './janus-message.js';

/** How a request ends. */
export interface Expectation {
  /** Milliseconds to wait for the answer. */
  readonly limit: number;
  /** True: the `ack` is the whole answer. Else it only says that the plugin is at work. */
  readonly ackIsAnswer?: boolean;
  /** Takes an answer that comes when nobody waits any more: what Janus made is to be released. */
  readonly late?: (answer: JanusMessage) => void;
}

interface Pending {
  readonly expectation: Expectation;
  readonly resolve: (answer: JanusMessage) => void;
  readonly reject: (error: Error) => void;
  readonly cancelLimit: () => void;
}

/** The requests of one WebSocket and what became of them. Only the transaction tells them apart. */
export class Transactions {
  readonly #clock: Clock;
  readonly #pending = new Map<string, Pending>();
  /** Requests nobody waits for, whose answer still matters. */
  readonly #abandoned = new Map<string, (answer: JanusMessage) => void>();
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws WhipError `backend-timeout` after the limit, or what {@link failAll} was given
   */
  begin(send: (transaction: string) => void, expectation: Expectation): Promise<JanusMessage> {
    this.#count += 1;
    const transaction = `w${this.#count}`;
    return new Promise((resolve, reject) => {
      const cancelLimit = this.#clock.after(expectation.limit, () => this.#abandon(transaction));
      this.#pending.set(transaction, { expectation, resolve, reject, cancelLimit });
      send(transaction);
    });
  }

  /** Hands an answer to its request. An `ack` may come before or after the answer it announces. */
  settle(message: JanusMessage): void {
    const { transaction = '' } = message;
    const pending = this.#pending.get(transaction);
    if (message.janus === 'ack' && !pending?.expectation.ackIsAnswer) return;
    if (pending) this.#take(transaction)?.resolve(message);
    else {
      this.#abandoned.get(transaction)?.(message);
      this.#abandoned.delete(transaction);
    }
  }

  /** The connection is gone: no answer will come. */
  failAll(error: Error): void {
    for (const transaction of [...this.#pending.keys()]) this.#take(transaction)?.reject(error);
    this.#abandoned.clear();
  }

  #abandon(transaction: string): void {
    const pending = this.#take(transaction);
    if (!pending) return;
    const { limit, late } = pending.expectation;
    if (late) this.#abandoned.set(transaction, late);
    const message = `The media server did not answer within ${limit / 1_000} s.`;
    pending.reject(new WhipError('backend-timeout', message, { retryAfter: 1 }));
  }

  #take(transaction: string): Pending | undefined {
    const pending = this.#pending.get(transaction);
    this.#pending.delete(transaction);
    pending?.cancelLimit();
    return pending;
  }
}
