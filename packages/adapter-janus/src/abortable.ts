import { type Call, WhipError } from '@whipway/core';

/** What becomes of work that nobody waits for any more. */
export interface Aftermath<Value> {
  /** Told at once when the signal fires. */
  abandon?(): void;
  /** Gets what the work still brings. */
  late?(value: Value): void;
}

/**
 * What `work` gives, but nothing is waited for once the signal fired: then it rejects at once with
 * `aborted`. `work` itself goes on, up to its own limits.
 */
export function abortable<Value>(
  work: () => Promise<Value>,
  { signal }: Call,
  aftermath: Aftermath<Value> = {},
): Promise<Value> {
  if (signal.aborted) return Promise.reject(aborted());
  return new Promise((resolve, reject) => {
    let waiting = true;
    const settle = (outcome: () => void) => {
      if (waiting) outcome();
      waiting = false;
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      settle(() => reject(aborted()));
      aftermath.abandon?.();
    };
    signal.addEventListener('abort', onAbort);
    work().then(
      (value) => (waiting ? settle(() => resolve(value)) : aftermath.late?.(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

function aborted(): WhipError {
  return new WhipError('aborted', 'The request was abandoned.');
}
