import { type AbortSignalLike, WhipError } from '@whipway/core';

export function aborted(): WhipError {
  return new WhipError('aborted', 'The request was abandoned before the media was ready.');
}

/**
 * What `work` gives, or `aborted` at once when the signal fires. What comes too late is given to
 * `release`, so that nothing is left over.
 */
export function untilAborted<Value>(
  work: () => Promise<Value>,
  signal: AbortSignalLike,
  release: (value: Value) => void = () => {},
): Promise<Value> {
  if (signal.aborted) return Promise.reject(aborted());
  return new Promise((resolve, reject) => {
    let waiting = true;
    const settle = (act: () => void): void => {
      waiting = false;
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = (): void => settle(() => reject(aborted()));
    signal.addEventListener('abort', onAbort);
    work().then(
      (value) => (waiting ? settle(() => resolve(value)) : release(value)),
      (error: unknown) => waiting && settle(() => reject(error)),
    );
  });
}
