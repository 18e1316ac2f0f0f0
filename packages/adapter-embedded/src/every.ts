import type { Clock } from '@whipway/core';

/** Runs `act` again and again, `interval` milliseconds apart. Returns what stops it. */
export function every(clock: Clock, interval: number, act: () => void): () => void {
  let cancel = clock.after(interval, turn);
  function turn(): void {
    cancel = clock.after(interval, turn);
    act();
  }
  return () => cancel();
}
