import { WhipError, type WhipErrorCode } from '@whipway/core';
import { type HttpReply, retryAfter } from '../http/http-message.js';

export interface RefusalRow {
  readonly code: WhipErrorCode;
  /** For the client’s user; `SERVER` stands for the server’s name. */
  readonly message: string;
  /** Seconds, unless the reply says something else. */
  readonly retryAfter?: number;
}

/** What a status means. `4xx` and `5xx` stand for those without a row. */
export type RefusalTable = Readonly<Record<number, RefusalRow>>;

const TOKEN = 'SERVER does not accept the gateway’s token.';
const OFFER = 'SERVER cannot serve the offer.';
const BUSY = 'SERVER takes no new sessions at the moment.';

/** A refused POST. Statuses are hints only (RFC 9725, section 4.1; C-01). */
// biome-ignore format: one row a line, read it as a table
export const POST_REFUSALS: RefusalTable = {
  400: { code: 'offer-unsupported',   message: OFFER },
  401: { code: 'backend-refused',     message: TOKEN },
  403: { code: 'backend-refused',     message: TOKEN },
  404: { code: 'backend-refused',     message: 'SERVER has no such endpoint.' },
  405: { code: 'backend-refused',     message: 'SERVER takes no WHIP offers at the configured URL.' },
  406: { code: 'offer-unsupported',   message: OFFER },
  408: { code: 'backend-timeout',     message: 'SERVER did not get the offer in time.' },
  409: { code: 'endpoint-busy',       message: 'SERVER already has a publisher there.' },
  410: { code: 'backend-refused',     message: 'SERVER no longer has this endpoint.' },
  413: { code: 'body-too-large',      message: 'SERVER finds the offer too long.' },
  415: { code: 'backend-refused',     message: 'SERVER takes no SDP at the configured URL.' },
  422: { code: 'offer-unsupported',   message: OFFER },
  429: { code: 'backend-unavailable', message: BUSY, retryAfter: 5 },
  503: { code: 'backend-unavailable', message: BUSY, retryAfter: 5 },
  504: { code: 'backend-timeout',     message: 'SERVER did not answer in time.' },
};

/** A refused PATCH, where the session itself goes on. */
// biome-ignore format: one row a line, read it as a table
export const PATCH_REFUSALS: RefusalTable = {
  401: { code: 'backend-refused',     message: TOKEN },
  403: { code: 'backend-refused',     message: TOKEN },
  412: { code: 'backend-failed',      message: 'SERVER is in another ICE generation.' },
  413: { code: 'body-too-large',      message: 'SERVER finds the fragment too long.' },
  428: { code: 'backend-failed',      message: 'SERVER wants an ETag it has not told.' },
  429: { code: 'backend-unavailable', message: BUSY, retryAfter: 5 },
  503: { code: 'backend-unavailable', message: BUSY, retryAfter: 5 },
  504: { code: 'backend-timeout',     message: 'SERVER did not answer in time.' },
};

/** Whose token goes to the server. */
export type TokenOwner = 'gateway' | 'client';

/** Looked into first: a client whose own token was passed on has to hear that it will not do. */
export function refusedToken(owner: TokenOwner, token: string | undefined): RefusalTable {
  if (owner === 'gateway') return {};
  const code = token === undefined ? 'credential-missing' : 'credential-invalid';
  return {
    401: { code, message: 'SERVER wants another token.' },
    403: { code: 'credential-insufficient', message: 'SERVER does not allow this with the token.' },
  };
}

const UNKNOWN_4XX: RefusalRow = { code: 'backend-refused', message: 'SERVER refused the request.' };
const REDIRECT: RefusalRow = {
  code: 'backend-refused',
  message: 'SERVER redirects in a way that WHIP forbids: the offer would be lost.',
};
const UNKNOWN: RefusalRow = { code: 'backend-failed', message: 'SERVER failed.' };

/** The error for a reply that is no success, by the first of the tables that has its status. */
export function refusal(
  reply: HttpReply,
  serverName: string,
  now: number,
  tables: readonly RefusalTable[],
): WhipError {
  const row = tables.map((table) => table[reply.status]).find(Boolean) ?? classRow(reply.status);
  const seconds = retryAfter(reply, now) ?? row.retryAfter;
  const said = [`status ${reply.status}`, ...problemDetail(reply)].join(': ');
  return new WhipError(
    row.code,
    `${row.message.replace('SERVER', serverName)} (${said})`,
    seconds === undefined ? {} : { retryAfter: seconds },
  );
}

/** Characters of the server’s own words that are passed on. */
const DETAIL_LENGTH = 200;

/** Its own words (RFC 9457), unless they hold what may be a secret (S-124): a long run of characters. */
function problemDetail(reply: HttpReply): readonly string[] {
  if (!reply.header('content-type')?.startsWith('application/problem+json')) return [];
  try {
    const problem: unknown = JSON.parse(reply.body);
    const detail =
      typeof problem === 'object' && problem !== null && 'detail' in problem ? problem.detail : '';
    const fit =
      typeof detail === 'string' && /^[ -~]+$/.test(detail) && !/\S{20}|ufrag|pwd/i.test(detail);
    return fit ? [detail.slice(0, DETAIL_LENGTH)] : [];
  } catch {
    return [];
  }
}

/** C-01: a code nobody knows counts as the x00 of its class. */
function classRow(status: number): RefusalRow {
  if (status < 400) return REDIRECT;
  return status < 500 ? UNKNOWN_4XX : UNKNOWN;
}
