import { AssertionError } from 'node:assert';
import type { Clock } from '@whipway/core';

/** Waiting with a limit. Every wait ends: a test of the kit fails with a sentence, it never hangs. */
export class Waiting {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves `milliseconds` from now. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(milliseconds, resolve));
  }

  /** What `promise` gives. @throws AssertionError naming `what` when it takes too long. */
  async within<Value>(promise: Promise<Value>, milliseconds: number, what: string): Promise<Value> {
    let cancel = () => {};
    const limit = new Promise<never>((_resolve, reject) => {
      cancel = this.#clock.after(milliseconds, () => {
        reject(new AssertionError({ message: `${what}: not within ${milliseconds} ms` }));
      });
    });
    try {
      return await Promise.race([promise, limit]);
    } finally {
      cancel();
    }
  }

  /** Polls until `check` holds. @throws AssertionError naming `what` when it never does. */
  async eventually(
    check: () => boolean | Promise<boolean>,
    milliseconds: number,
    what: string,
  ): Promise<void> {
    const end = this.#clock.now() + milliseconds;
    while (!(await check())) {
      if (this.#clock.now() >= end) {
        throw new AssertionError({ message: `${what}: not within ${milliseconds} ms` });
      }
      await this.pause(Math.min(20, milliseconds / 10));
    }
  }
}
