import { type Call, WhipError } from '@whipway/core';

/** Longest wait for an answer of a worker. Far above what a live one needs. Milliseconds. */
export const WORKER_PATIENCE = 10_000;

/**
 * Waits for `work`, but not after the call's signal fired: rejects at once with `aborted`, and gives
 * to `release` what still comes.
 */
export function abortable<Value>(
  { signal }: Call,
  work: () => Promise<Value>,
  release: (late: Value) => void = () => {},
): Promise<Value> {
  const aborted = () => new WhipError('aborted', 'The request was abandoned.');
  if (signal.aborted) return Promise.reject(aborted());
  return new Promise((resolve, reject) => {
    let waiting = true;
    const onAbort = () => settle(() => reject(aborted()));
    const settle = (outcome: () => void) => {
      if (!waiting) return;
      waiting = false;
      signal.removeEventListener('abort', onAbort);
      outcome();
    };
    signal.addEventListener('abort', onAbort);
    work().then(
      (value) => (waiting ? settle(() => resolve(value)) : release(value)),
      (error: unknown) => settle(() => reject(toWhipError(error))),
    );
  });
}

/** mediasoup's error names and what they mean to a client. */
// biome-ignore format: one row a line, read it as a table
const ERRORS = {
  UnsupportedError:  ['codec-unsupported',   'mediasoup cannot take one of the offered formats.'],
  WorkerClosedError: ['backend-unavailable', 'The media worker ended while it was asked.'],
  InvalidStateError: ['backend-unavailable', 'The media worker ended while it was asked.'],
  NotFoundError:     ['backend-failed',      'The media worker has lost what was asked for.'],
} as const satisfies Record<string, readonly [code: WhipError['code'], message: string]>;

/** Any failure as a {@link WhipError}, mediasoup's own among them. */
export function toWhipError(error: unknown): WhipError {
  if (WhipError.is(error)) return error;
  const name = error instanceof Error ? error.name : '';
  const [code, message] = isListed(name) ? ERRORS[name] : FAILED;
  return new WhipError(code, message, { cause: error });
}

const FAILED = ['backend-failed', 'The media worker failed.'] as const;

function isListed(name: string): name is keyof typeof ERRORS {
  return Object.hasOwn(ERRORS, name);
}
