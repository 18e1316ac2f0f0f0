import { WhipError, type WhipErrorCode } from '@whipway/core';
import { PRIVATE_ADDRESS } from './private-addresses.js';

interface FailureRow {
  readonly when: RegExp;
  readonly code: WhipErrorCode;
  readonly message: string;
}

/** What a request without a usable reply means, by the error’s code. The first row that fits counts. */
// biome-ignore format: one row a line, read it as a table
const FAILURES: readonly FailureRow[] = [
  { when: /^ERR_PRIVATE_ADDRESS$/,         code: 'backend-refused',     message: 'The media server points to a private address, which redirects.allowPrivate does not allow.' },
  { when: /^(ETIMEDOUT|ERR_CANCELED|ECONNABORTED)$/, code: 'backend-timeout', message: 'The media server did not answer in time.' },
  { when: /^(ERR_BAD_RESPONSE|HPE_.*|ERR_BAD_REQUEST|Z_.*)$/, code: 'backend-failed', message: 'The media server’s reply cannot be read.' },
  { when: /^(CERT_|DEPTH_|SELF_|UNABLE_|ERR_TLS_|ERR_SSL_|EPROTO)/, code: 'backend-unavailable', message: 'No secure connection to the media server: its certificate is not trusted here.' },
  { when: /./,                             code: 'backend-unavailable', message: 'The media server cannot be reached.' },
];

/**
 * A failed request as one of our errors. Only the code of what was thrown is kept: the rest holds
 * headers, and with them the token.
 */
export function httpFailure(error: unknown): WhipError {
  if (WhipError.is(error)) return error;
  const found = codeOf(error);
  const row = FAILURES.find(({ when }) => when.test(found)) ?? FAILURES[FAILURES.length - 1];
  const { code, message } = row ?? { code: 'internal' as const, message: 'unknown' };
  return new WhipError(code, `${message} (${found})`, {
    cause: new Error(found),
    ...(code === 'backend-unavailable' ? { retryAfter: 2 } : {}),
  });
}

export function privateAddressRefused(): WhipError {
  return httpFailure(Object.assign(new Error(), { code: PRIVATE_ADDRESS }));
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : 'UNKNOWN';
}
