import { type Call, WhipError } from '@whipway/core';

/**
 * Waits for `work`, but not after the signal fired: rejects at once with `aborted`. What still comes
 * goes to `release`.
 */
export function abortable<Value>(
  start: () => Promise<Value>,
  { signal }: Call,
  release: (late: Value) => void = () => {},
): Promise<Value> {
  const aborted = () => new WhipError('aborted', 'The request was abandoned.');
  if (signal.aborted) return Promise.reject(aborted());
  return new Promise((resolve, reject) => {
    let waiting = true;
    const settle = (outcome: () => void) => {
      if (waiting) outcome();
      waiting = false;
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => settle(() => reject(aborted()));
    signal.addEventListener('abort', onAbort);
    start().then(
      (value) => (waiting ? settle(() => resolve(value)) : release(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
