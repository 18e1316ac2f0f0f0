import type { ClientError } from '../client-error.js';

const PASSING = new Set<string>(['unreachable', 'timeout', 'server-failed', 'token-unavailable']);

/** Failures of one request after which the same request may do better; a Retry-After says so (C-29). */
export function mayPass(error: ClientError): boolean {
  return PASSING.has(error.code) || error.retryAfter !== undefined;
}
