import type { Problem } from './http/problem.js';

const brand = Symbol.for('@whipway/client/ClientError');

/** What can go wrong, as a closed list. HTTP refusals keep their status and body beside it. */
// biome-ignore format: one row a line, read it as a table
export const CLIENT_ERROR_CODES = {
  'aborted':            'It was stopped.',
  'option-invalid':     'An option cannot be used.',
  'insecure-url':       'Only https is used, except on this machine.',
  'unreachable':        'The server cannot be reached.',
  'timeout':            'The server did not answer in time.',
  'token-unavailable':  'The token function failed.',
  'refused':            'The server refused the request.',
  'server-failed':      'The server failed.',
  'unexpected-reply':   'The server’s reply is no WHIP or WHEP.',
  'answer-unusable':    'The server’s SDP cannot be used.',
  'tracks-unsupported': 'A session has one audio track, one video track or both.',
  'codec-unavailable':  'None of the wanted codecs can be sent.',
  'platform-lacking':   'This WebRTC implementation lacks what is needed.',
  'session-gone':       'The server has ended the session.',
  'connection-lost':    'The connection was lost.',
  'already-used':       'A client is for one session.',
  'not-open':           'There is no session yet.',
} as const satisfies Record<string, string>;

export type ClientErrorCode = keyof typeof CLIENT_ERROR_CODES;

export interface ClientErrorOptions {
  readonly cause?: unknown;
  /** HTTP status of a refusal. Its class counts, not its exact value (C-01). */
  readonly status?: number | undefined;
  /** The RFC 9457 body of a refusal, if it had one. */
  readonly problem?: Problem | undefined;
  /** Milliseconds to wait before another try, from Retry-After (C-29). */
  readonly retryAfter?: number | undefined;
  /** The `WWW-Authenticate` header of a 401 (C-28). */
  readonly challenge?: string | undefined;
}

/**
 * Every failure of this package. It never holds a token or an ICE password. Recognise it with
 * {@link ClientError.is}: two copies of the package in one page do no harm.
 */
export class ClientError extends Error {
  readonly [brand] = true;
  override readonly name = 'ClientError';
  declare readonly code: ClientErrorCode;
  declare readonly status: number | undefined;
  declare readonly problem: Problem | undefined;
  declare readonly retryAfter: number | undefined;
  declare readonly challenge: string | undefined;

  constructor(
    code: ClientErrorCode,
    message: string = CLIENT_ERROR_CODES[code],
    options: ClientErrorOptions = {},
  ) {
    super(message, options);
    Object.assign(this, options, { code });
  }

  static is(value: unknown): value is ClientError {
    return typeof value === 'object' && value !== null && brand in value;
  }

  /** The value itself when it is a ClientError, else one with `code` and the value as cause. */
  static from(value: unknown, code: ClientErrorCode): ClientError {
    return ClientError.is(value) ? value : new ClientError(code, undefined, { cause: value });
  }
}
