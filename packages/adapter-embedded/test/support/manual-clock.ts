import type { Clock } from '@whipway/core';

/** Time that passes when the test says so. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  readonly #waiting = new Set<{ readonly at: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const entry = { at: this.#now + delay, callback };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  /** Lets so many milliseconds pass, and does what falls due on the way. */
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#waiting].filter(({ at }) => at <= end);
      const [next] = due.sort((one, other) => one.at - other.at);
      if (!next) break;
      this.#waiting.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }

  /** How many timers are armed. */
  get armed(): number {
    return this.#waiting.size;
  }
}
