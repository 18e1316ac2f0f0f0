import { type AbortSignalLike, WhipError } from '@whipway/core';

/**
 * What `work` gives, but nobody waits once the signal has fired: then it rejects at once with
 * `aborted`. `work` itself goes on, up to its own limits; `late` gets what it still brings.
 */
export function abortable<Value>(
  work: () => Promise<Value>,
  signal: AbortSignalLike,
  late: (value: Value) => void = () => {},
): Promise<Value> {
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
    work().then(
      (value) => (waiting ? settle(() => resolve(value)) : late(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

export function throwIfAborted(signal: AbortSignalLike): void {
  if (signal.aborted) throw aborted();
}

function aborted(): WhipError {
  return new WhipError('aborted', 'The request was abandoned.');
}
