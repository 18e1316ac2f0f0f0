import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@whipway/core';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Time that jumps to the next timer whenever nothing else is left to do. */
export class VirtualClock implements Clock {
  #now = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { due: this.#now + delay, callback };
    const index = this.#timers.findIndex(({ due }) => due > timer.due);
    this.#timers.splice(index === -1 ? this.#timers.length : index, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Timers that are still waiting. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Lets time pass until `work` is settled. @throws when it waits for something that never comes. */
  async run<Value>(work: Promise<Value>): Promise<Value> {
    let settled = false;
    const finish = () => {
      settled = true;
    };
    work.then(finish, finish);
    let idle = 0;
    while (!settled) {
      await setImmediate();
      const next = settled ? undefined : this.#timers.shift();
      idle = next ? 0 : idle + 1;
      if (idle > 10) throw new Error('waits for ever: no timer is left');
      if (!next) continue;
      this.#now = next.due;
      next.callback();
    }
    return work;
  }
}
