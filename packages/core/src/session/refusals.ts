import { CLOSE_REASONS, type CloseReason } from '../close-reasons.js';
import type { WhipErrorCode } from '../errors/error-codes.js';
import { WhipError } from '../errors/whip-error.js';

/** What the client of a pending request is told when its session ends meanwhile. */
const CODES: Partial<Record<CloseReason, WhipErrorCode>> = {
  'client-gone': 'aborted',
  'endpoint-removed': 'endpoint-not-found',
  shutdown: 'shutting-down',
  'backend-closed': 'backend-failed',
  'backend-lost': 'backend-unavailable',
  kicked: 'backend-refused',
  'publication-ended': 'nothing-published',
};

const RETRY_AFTER: Partial<Record<WhipErrorCode, number>> = {
  'shutting-down': 5,
  'backend-unavailable': 5,
  'nothing-published': 2,
};

/** The error of a request that was pending when its session ended for `reason`. */
export function refusalFor(reason: CloseReason): WhipError {
  const code = CODES[reason] ?? 'session-ended';
  const retryAfter = RETRY_AFTER[code];
  return new WhipError(
    code,
    `The session ended: ${CLOSE_REASONS[reason]}.`,
    retryAfter === undefined ? {} : { retryAfter },
  );
}
