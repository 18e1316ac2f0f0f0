import type { Clock } from '../../src/index.js';

/** A clock that only moves when told. `running` shows the timers that are left. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #timers = new Map<symbol, { at: number; callback: () => void }>();

  get running(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const key = Symbol('timer');
    this.#timers.set(key, { at: this.#now + delay, callback });
    return () => void this.#timers.delete(key);
  }

  /** Moves on, calling what falls due in order, and lets promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end);
      const [next] = due.sort(([, one], [, other]) => one.at - other.at);
      if (!next) break;
      this.#timers.delete(next[0]);
      this.#now = Math.max(this.#now, next[1].at);
      next[1].callback();
      await settle();
    }
    this.#now = end;
    await settle();
  }
}

/** Lets everything that is ready happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
