import { type Call, unlessAborted, WhipError } from '@whipway/core';

/** Longest wait for an answer of a worker. Far above what a live one needs. Milliseconds. */
export const WORKER_PATIENCE = 10_000;

/** `unlessAborted` of the core, with mediasoup's errors in our words; `release` gets what comes late. */
export function abortable<Value>(
  call: Call,
  work: () => Promise<Value>,
  release: (late: Value) => void = () => {},
): Promise<Value> {
  return unlessAborted(work, call, { late: release }).catch((error: unknown) => {
    throw toWhipError(error);
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
