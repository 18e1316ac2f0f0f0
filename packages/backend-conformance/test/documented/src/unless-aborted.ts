import { type Call, WhipError } from '@whipway/core';

/** Stops waiting as soon as the signal fires. What still comes goes to `release`. */
export function unlessAborted<Value>(
  start: () => Promise<Value>,
  { signal }: Call,
  release: (late: Value) => void = () => {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(new WhipError('aborted', 'The request was abandoned.'));
    if (signal.aborted) return abandon();
    signal.addEventListener('abort', abandon);
    const forget = () => signal.removeEventListener('abort', abandon);
    start()
      .then((value) => (signal.aborted ? release(value) : resolve(value)), reject)
      .finally(forget);
  });
}
