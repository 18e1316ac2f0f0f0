import { AbortHandle, type AbortSignalLike } from '../abort.js';
import type { WhipErrorCode } from '../errors/error-codes.js';
import { WhipError } from '../errors/whip-error.js';
import type { Clock } from '../ports.js';

export interface CallLimits {
  readonly clock: Clock;
  /** Milliseconds until `backend-timeout`. */
  readonly deadline: number;
  /** Ends the waiting early; its `reason`, when a WhipError, is what the call rejects with. */
  readonly signal: AbortSignalLike;
}

/**
 * Waits for one backend call until it settles, its deadline passes or `signal` fires, and no longer,
 * whatever the backend does. The backend is told by its own signal.
 *
 * @throws WhipError: the backend's own, `internal` for anything else it threw, `backend-timeout`, or
 *   the signal's reason
 */
export async function callBackend<Value>(
  call: (signal: AbortSignalLike) => Promise<Value>,
  { clock, deadline, signal }: CallLimits,
): Promise<Value> {
  const handle = new AbortHandle();
  const stopped = new Promise<never>((_resolve, reject) => {
    handle.signal.addEventListener('abort', () => reject(handle.signal.reason));
  });
  const cancel = clock.after(deadline, () => handle.abort(timeout(deadline)));
  const follow = () => handle.abort(WhipError.from(signal.reason, 'aborted'));
  signal.addEventListener('abort', follow);
  if (signal.aborted) follow();
  try {
    return await Promise.race([stopped, startCall(call, handle.signal)]);
  } finally {
    cancel();
    signal.removeEventListener('abort', follow);
  }
}

async function startCall<Value>(
  call: (signal: AbortSignalLike) => Promise<Value>,
  signal: AbortSignalLike,
): Promise<Value> {
  try {
    return await call(signal);
  } catch (error) {
    throw asBackendError(error);
  }
}

/** What a backend threw, as one of our errors. Anything but a WhipError is a bug of the adapter. */
export function asBackendError(error: unknown, code: WhipErrorCode = 'internal'): WhipError {
  return WhipError.from(error, code, 'The backend failed in a way its adapter did not foresee.');
}

export function timeout(deadline: number): WhipError {
  return new WhipError(
    'backend-timeout',
    `The media server did not answer within ${deadline / 1000} s.`,
    { retryAfter: 1 },
  );
}
