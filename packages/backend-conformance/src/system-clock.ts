import type { Clock } from '@whipway/core';

/** The machine's time. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
