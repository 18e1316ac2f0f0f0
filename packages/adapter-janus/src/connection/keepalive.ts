import type { Clock } from '@whipway/core';

/** Calls `beat` again and again; the next one when the earlier is answered. */
export class Keepalive {
  readonly #clock: Clock;
  readonly #interval: number;
  readonly #beat: () => Promise<unknown>;
  #cancel = () => {};
  #stopped = false;

  /** @param beat answers, or rejects: then no further one follows */
  constructor(clock: Clock, interval: number, beat: () => Promise<unknown>) {
    this.#clock = clock;
    this.#interval = interval;
    this.#beat = beat;
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #arm(): void {
    this.#cancel = this.#clock.after(this.#interval, () => {
      this.#beat().then(
        () => this.#stopped || this.#arm(),
        () => {},
      );
    });
  }
}
