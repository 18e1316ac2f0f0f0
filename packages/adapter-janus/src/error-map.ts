import { WhipError, type WhipErrorCode } from '@whipway/core';
import { JanusRefusal, type RefusalSource } from './connection/janus-refusal.js';

/** What one of Janus’ error codes is in our words. */
export interface ErrorRow {
  readonly code: WhipErrorCode;
  /** For the client’s user. */
  readonly message: string;
  /** Seconds, for `Retry-After`. */
  readonly retryAfter?: number;
}

const SERVER_FAULT = 'Janus did not understand the gateway.';
const CREDENTIALS = 'Janus does not accept the gateway’s credentials.';
const ROOM_CREDENTIALS = 'The room does not accept the gateway’s pin, secret or token.';
const NO_ROOM = 'The endpoint’s room does not exist on Janus.';
const BAD_SDP = 'Janus cannot read the offer.';
const TAKEN = 'The room already has a publisher with this id.';
const CLEANING = 'Janus is still clearing an earlier session away.';

/**
 * Janus’ errors by where they come from: 490 is “no usable interface” in the core and “id exists” in
 * the AudioBridge. What no row names is `backend-failed`: the gateway sent what Janus does not take.
 */
// biome-ignore format: one row a line, read it as a table
export const ERROR_MAP: { readonly [Source in RefusalSource]: Readonly<Record<number, ErrorRow>> } = {
  core: {
    403: { code: 'backend-refused',     message: CREDENTIALS },
    405: { code: 'backend-refused',     message: CREDENTIALS },
    458: { code: 'backend-unavailable', message: 'Janus ended the gateway’s session.', retryAfter: 1 },
    459: { code: 'backend-failed',      message: 'Janus ended the session.' },
    460: { code: 'backend-refused',     message: 'Janus does not have the plugin.' },
    465: { code: 'offer-malformed',     message: BAD_SDP },
    471: { code: 'backend-failed',      message: CLEANING, retryAfter: 1 },
    472: { code: 'backend-unavailable', message: 'Janus takes no new sessions at the moment.', retryAfter: 10 },
    490: { code: 'backend-unavailable', message: 'Janus has no network interface or port left for media.', retryAfter: 10 },
  },
  videoroom: {
    426: { code: 'backend-refused',     message: NO_ROOM },
    429: { code: 'backend-refused',     message: ROOM_CREDENTIALS },
    432: { code: 'endpoint-busy',       message: 'The room has all the publishers it may have.' },
    433: { code: 'backend-refused',     message: ROOM_CREDENTIALS },
    436: { code: 'endpoint-busy',       message: TAKEN },
    437: { code: 'offer-malformed',     message: BAD_SDP },
  },
  audiobridge: {
    485: { code: 'backend-refused',     message: NO_ROOM },
    489: { code: 'backend-refused',     message: ROOM_CREDENTIALS },
    490: { code: 'endpoint-busy',       message: TAKEN },
    493: { code: 'offer-malformed',     message: BAD_SDP },
  },
  recordplay: {
    418: { code: 'offer-malformed',     message: BAD_SDP },
  },
};

/** Any failure of a call to Janus as one of our errors. Janus’ own words stay in the cause. */
export function inOurWords(error: unknown): WhipError {
  if (!(error instanceof JanusRefusal)) return WhipError.from(error);
  const row = ERROR_MAP[error.source][error.code];
  const { code, message, retryAfter } = row ?? { code: 'backend-failed', message: SERVER_FAULT };
  return new WhipError(code, `${message} (${error.message})`, {
    cause: error,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** What `work` gives. @throws WhipError, whatever it threw */
export async function translated<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw inOurWords(error);
  }
}
