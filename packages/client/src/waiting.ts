import { ClientError } from './client-error.js';

/** Longest wait of a timer in milliseconds, 24 days: beyond it, it would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** setTimeout for any wait: a Retry-After may ask for a month, an option be Infinity (C-29). */
export function startTimer(
  action: () => void,
  milliseconds: number,
): ReturnType<typeof setTimeout> {
  return setTimeout(action, Math.min(milliseconds, LONGEST_TIMER));
}

/** Waits; ends early, without an error, when the signal fires. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = startTimer(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}

/** The promise's outcome, or ClientError `aborted` as soon as the signal fires. */
export function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new ClientError('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
