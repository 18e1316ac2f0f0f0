import { ERROR_CODES, type ErrorCodeRow, WhipError } from '@whipway/core';
import type { HeaderLine, WhipHttpRequest } from '@whipway/http';
import { PROBLEM } from '@whipway/http/building-blocks';
import { AdminError } from '../errors/admin-error.js';
import { ADMIN_ERROR_CODES } from '../errors/error-codes.js';
import { StoreError } from '../store/store-error.js';
import type { Problem } from '../wire/index.js';
import type { AdminHttpSettings } from './settings.js';

/** RFC 6750, section 3: no `error` when nothing was presented. */
const CHALLENGES: Readonly<Record<string, string>> = {
  'credential-missing': 'Bearer realm="whipway admin"',
  'credential-invalid': 'Bearer realm="whipway admin", error="invalid_token"',
  'credential-malformed': 'Bearer realm="whipway admin", error="invalid_request"',
};

export interface ProblemReply {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body: string;
}

/** Turns whatever was thrown into a problem (RFC 9457). What was not thrown on purpose is a bug. */
export function problemReply(
  thrown: unknown,
  request: WhipHttpRequest,
  { logger }: AdminHttpSettings,
): ProblemReply {
  const error = onPurpose(thrown);
  const row: ErrorCodeRow = AdminError.is(error)
    ? ADMIN_ERROR_CODES[error.code]
    : ERROR_CODES[error.code];
  const { code } = error;
  const { status, title, advice } = row;
  if (code === 'internal')
    logger.error('an admin request failed by a bug', { method: request.method, error: thrown });
  const problem: Problem = {
    type: `urn:whipway:error:${code}`,
    title,
    status,
    detail: code === 'internal' ? advice : error.message,
    code,
    ...(AdminError.is(error) && error.problems ? { problems: [...error.problems] } : {}),
  };
  const challenge = CHALLENGES[code];
  return {
    status,
    headers: [
      ['Content-Type', PROBLEM],
      ...(challenge === undefined ? [] : ([['WWW-Authenticate', challenge]] as const)),
    ],
    body: `${JSON.stringify(problem)}\n`,
  };
}

function onPurpose(thrown: unknown): AdminError | WhipError {
  if (AdminError.is(thrown)) return thrown;
  if (thrown instanceof StoreError) return new AdminError('store-unavailable', thrown.message);
  return WhipError.from(thrown);
}
