import { type Clock, type Ids, type Logger, type Ports, SILENT_LOGGER } from '@whipway/core';

/** Longer delays overflow the platform's timers and would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/**
 * The core's ports on any platform with web globals: Node, Deno, Bun, workers. Timers do not keep a
 * Node process alive.
 */
export function platformPorts(logger: Logger = SILENT_LOGGER): Ports {
  return { clock: platformClock, ids: platformIds, logger };
}

const platformClock: Clock = {
  now: () => Date.now(),
  after(delay, callback) {
    let cancel = () => {};
    const wait = (left: number) => {
      const step = Math.min(Math.max(left, 0), LONGEST_DELAY);
      cancel = startTimer(step, () => (left > step ? wait(left - step) : callback()));
    };
    wait(delay);
    return () => cancel();
  },
};

const platformIds: Ids = {
  /** 32 random bytes in base64url: 43 characters (S-122). */
  random() {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '');
  },
};

function startTimer(delay: number, callback: () => void): () => void {
  const timer: unknown = setTimeout(callback, delay);
  if (typeof timer === 'object' && timer !== null && 'unref' in timer) {
    (timer as { unref(): void }).unref();
  }
  return () => clearTimeout(timer as number);
}
