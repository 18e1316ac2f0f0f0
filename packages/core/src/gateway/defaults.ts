import type { ProtocolModes, Timers } from './gateway-types.js';

export const DEFAULT_PROTOCOL: ProtocolModes = {
  bodies: 'lenient',
  ifMatch: 'lenient',
  answerRtcpMuxOnly: true,
};

/** Milliseconds. */
export const DEFAULT_TIMERS: Timers = {
  open: 7_000,
  connect: 45_000,
  mediaLost: 28_000,
  restart: 7_000,
  trickle: 5_000,
  lifetime: undefined,
};

/** How long an ended session is remembered (S-44: a second DELETE is a 404). Milliseconds. */
export const ENDED_SESSION_MEMORY = 60_000;

/** How long a DELETE waits for the backend to let go. Milliseconds. */
export const RELEASE_PATIENCE = 5_000;

/** Deadline of `health` and `stats`. Milliseconds. */
export const QUERY_DEADLINE = 5_000;
