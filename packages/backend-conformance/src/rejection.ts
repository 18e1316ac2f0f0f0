import assert, { AssertionError } from 'node:assert/strict';
import { WhipError, type WhipErrorCode } from '@whipway/core';

/** The error of a call that has to fail. A failed check of the kit's own goes on as it is. */
export async function rejection(call: Promise<unknown>, what: string): Promise<unknown> {
  const outcome = await call.then(
    () => ({ failed: false as const }),
    (error: unknown) => ({ failed: true as const, error }),
  );
  assert(outcome.failed, `${what} has to reject, but resolved`);
  if (outcome.error instanceof AssertionError) throw outcome.error;
  return outcome.error;
}

/** The call rejects with a {@link WhipError}; with one of `codes`, if there are any. */
export async function whipRejection(
  call: Promise<unknown>,
  what: string,
  ...codes: readonly WhipErrorCode[]
): Promise<WhipError> {
  const error = await rejection(call, what);
  assertWhipError(error, what);
  if (codes.length > 0) {
    assert.ok(codes.includes(error.code), `${what}: code ${error.code}, not ${codes.join(' or ')}`);
  }
  return error;
}

/** Anything but a {@link WhipError} is taken for a bug by the core and answered 500. */
export function assertWhipError(error: unknown, what: string): asserts error is WhipError {
  assert(WhipError.is(error), `${what}: rejected with ${String(error)}, which is no WhipError`);
}
