import type { Clock } from '@whipway/core';

interface Timer {
  readonly at: number;
  readonly delay: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now = 1_700_000_000_000;

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { at: this.#now + delay, delay, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that wait. A test that leaves one has a leak. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Timers that wait and were set for exactly this long: tells deadlines apart. */
  pendingFor(delay: number): number {
    return [...this.#timers].filter((timer) => timer.delay === delay).length;
  }

  /** Lets time pass and runs what becomes due, in order. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    const due = [...this.#timers].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const timer of due) {
      if (this.#timers.delete(timer)) timer.callback();
    }
  }
}
