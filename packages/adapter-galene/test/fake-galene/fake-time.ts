interface Timer {
  readonly due: number;
  readonly ring: () => void;
}

/** The time a fake Galene lives in: the real one, but a test can let some of it pass at once. */
export class FakeTime {
  #ahead = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.#ahead;
  }

  /** @returns cancels it */
  after(delay: number, callback: () => void): () => void {
    const ring = () => {
      cancel();
      callback();
    };
    const timer = { due: this.now() + delay, ring };
    const real = setTimeout(ring, delay).unref();
    const cancel = () => {
      clearTimeout(real);
      this.#timers.delete(timer);
    };
    this.#timers.add(timer);
    return cancel;
  }

  /** Everything that falls due in so many milliseconds happens now, in order. */
  pass(milliseconds: number): void {
    this.#ahead += milliseconds;
    const due = [...this.#timers].filter((timer) => timer.due <= this.now());
    for (const { ring } of due.sort((one, other) => one.due - other.due)) ring();
  }
}
