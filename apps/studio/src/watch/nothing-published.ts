import { ClientError } from '@whipway/client';

/** Nobody publishes yet, or nobody does any more: to wait for, not to complain about. */
export function isNothingPublished(error: unknown): boolean {
  if (!ClientError.is(error)) return false;
  const ended = error.code === 'session-gone' || error.code === 'connection-lost';
  return ended || (error.status === 404 && error.retryAfter !== undefined);
}
