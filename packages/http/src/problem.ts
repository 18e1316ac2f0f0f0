import { ERROR_CODES, WhipError, type WhipErrorCode } from '@whipway/core';
import type { Exchange, Reply } from './exchange.js';
import type { HeaderLine } from './http-message.js';
import { quotedString } from './links.js';
import { PROBLEM } from './media-types.js';
import { allowedMethods, bodyTypes } from './methods.js';

/** `type` of a problem body: this, followed by the code. */
const PROBLEM_TYPE = 'urn:whipway:error:';

type HeaderRule = (exchange: Exchange) => readonly HeaderLine[];

// biome-ignore format: one row a line, read it as a table
/** Headers that belong to an error (S-04, S-42, S-71, S-72, S-80). */
const ERROR_HEADERS: Partial<Record<WhipErrorCode, HeaderRule>> = {
  'credential-missing':      challenge(),
  'credential-invalid':      challenge('invalid_token'),
  'credential-malformed':    challenge('invalid_request'),
  'credential-insufficient': challenge('insufficient_scope'),
  'method-not-allowed':      allow,
  'method-unknown':          allow,
  'media-type-unsupported':  accept,
};

/**
 * Turns whatever was thrown into an RFC 9457 problem response. What is no WhipError is a bug: it is
 * logged and answered 500 without a word about it (S-19, S-45, S-124).
 */
export function problemReply(exchange: Exchange, thrown: unknown): Reply {
  const error = WhipError.from(thrown);
  const { status, title, advice } = ERROR_CODES[error.code];
  logRefusal(exchange, error, status);
  const detail = error.code === 'internal' ? advice : error.message;
  const problem = {
    type: PROBLEM_TYPE + error.code,
    title,
    status,
    detail,
    code: error.code,
    ...(error.rule === undefined ? {} : { rule: error.rule }),
  };
  return {
    status,
    headers: [
      ['Content-Type', PROBLEM],
      ...(ERROR_HEADERS[error.code]?.(exchange) ?? []),
      ...retryAfter(error),
    ],
    body: `${JSON.stringify(problem)}\n`,
  };
}

/** RFC 6750, section 3: no `error` when nothing was presented. */
function challenge(error?: string): HeaderRule {
  return ({ settings }) => {
    const realm = `Bearer realm=${quotedString(settings.realm)}`;
    return [['WWW-Authenticate', error === undefined ? realm : `${realm}, error="${error}"`]];
  };
}

function allow({ matched, settings }: Exchange): readonly HeaderLine[] {
  return [['Allow', allowedMethods(matched, settings).join(', ')]];
}

function accept({ matched, request }: Exchange): readonly HeaderLine[] {
  const types = bodyTypes(matched, request.method).join(', ');
  return [
    ['Accept', types],
    [request.method === 'PATCH' ? 'Accept-Patch' : 'Accept-Post', types],
  ];
}

/** Whole seconds, at least none (S-112, RFC 9110, section 10.2.3). */
function retryAfter({ retryAfter }: WhipError): readonly HeaderLine[] {
  return retryAfter === undefined
    ? []
    : [['Retry-After', String(Math.max(0, Math.ceil(retryAfter)))]];
}

function logRefusal({ request, matched, settings }: Exchange, error: WhipError, status: number) {
  const fields = { method: request.method, route: matched.name, status, code: error.code };
  if (error.code === 'internal') {
    settings.logger.error('request failed by a bug', { ...fields, error: error.cause ?? error });
  } else if (status >= 500) {
    settings.logger.warn('request failed', { ...fields, detail: error.message });
  } else {
    settings.logger.debug('request refused', { ...fields, detail: error.message });
  }
}
