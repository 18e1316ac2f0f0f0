import { WhipError } from '../errors/whip-error.js';
import type { PatchRequest } from '../gateway/gateway-types.js';
import type { QuirkId } from '../quirks/quirk-table.js';
import type { Tolerance } from '../quirks/tolerance.js';

const LIST = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/;

/**
 * Decides whether a PATCH may run (S-83, S-84; RFC 9110, section 13.1.1; RFC 9725, section 4.3.1).
 *
 * @param request the If-Match header as it came, and the ETag one that a client sends instead
 * @param current the session's entity-tag, with its quotes
 * @throws WhipError 428, 412 or 400
 */
export function checkIfMatch(
  request: Pick<PatchRequest, 'ifMatch' | 'etag'>,
  current: string,
  tolerance: Tolerance,
): void {
  const value = (request.ifMatch ?? request.etag)?.trim();
  if (request.ifMatch === undefined && value !== undefined)
    tolerance.allow('if-match-in-etag', ADVICE);
  const quirk = quirkOf(value, current);
  if (quirk) tolerance.allow(quirk, ADVICE);
  else requireMatch(value ?? '', current);
}

const ADVICE = 'If-Match is the ETag of the 201 with its quotes, or * to restart ICE.';

/** The tolerated deviation, if the header is one. */
function quirkOf(value: string | undefined, current: string): QuirkId | undefined {
  if (value === undefined) return 'if-match-missing';
  if (value === '"*"') return 'if-match-quoted-star';
  return `"${value}"` === current ? 'if-match-unquoted' : undefined;
}

function requireMatch(value: string, current: string): void {
  if (value === '*') return;
  if (!LIST.test(value)) throw new WhipError('precondition-malformed', ADVICE, { rule: 'S-84' });
  // Strong comparison: a weak tag never matches (RFC 9110, section 8.8.3.2).
  const tags: readonly string[] = value.match(/(?:W\/)?"[^"]*"/g) ?? [];
  if (!tags.includes(current))
    throw new WhipError('precondition-failed', 'If-Match names another ICE generation.', {
      rule: 'S-84',
    });
}
