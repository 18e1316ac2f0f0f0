import type { RestartState, SessionState } from './session-state.js';

/** What can happen to a session. */
// biome-ignore format: grouped by sender
export type SessionEventName =
  | 'offer' | 'client-answer' | 'restart'                            // client
  | 'end'                                                            // client, operator, server
  | 'opened' | 'opened-unconfirmed' | 'counter-offered' | 'refused'  // backend, to open
  | 'restarted' | 'restart-refused'                                  // backend, to a restart
  | 'media-up' | 'media-down' | 'hung-up'                            // backend, by itself
  | 'open-deadline' | 'connect-deadline' | 'media-lost-deadline'     // clock
  | 'restart-deadline' | 'lifetime-deadline'; // clock

/** What is to be done; the runner does it in order. */
// biome-ignore format: grouped by performer
export type Effect =
  | 'open-backend' | 'complete-backend' | 'restart-backend'          // backend
  | 'abort-calls' | 'abort-restart' | 'release-backend'              // backend
  | 'reply-opened' | 'reply-counter-offer' | 'reply-refused'         // client
  | 'reply-restarted' | 'reply-restart-refused'                      // client
  | 'arm-open' | 'arm-connect' | 'arm-media-lost' | 'arm-restart' | 'arm-lifetime' // clock
  | 'disarm-open' | 'disarm-connect' | 'disarm-media-lost' | 'disarm-restart' | 'disarm-all'; // clock

/** `open`: connecting, connected or disconnected. `live`: everything but closed. `=`: no change. */
export type From = SessionState | 'open' | 'live';

export type TransitionRow = readonly [
  from: From,
  on: SessionEventName,
  to: SessionState | '=',
  restart: RestartState | '=',
  ...effects: Effect[],
];

/**
 * Every rule of a session's life. Facts it respects: no second media-up follows a restart (Janus);
 * a backend without media reports goes straight to connected (Galene); a hang-up does not release
 * the backend's handle; an answer that comes after the end is released.
 */
// biome-ignore format: one row a line, read it as a table
export const TRANSITIONS = [
  // from          on                     to              restart    effects
  ['new',          'offer',               'negotiating',  '=',       'arm-open', 'arm-lifetime', 'open-backend'],
  ['negotiating',  'opened',              'connecting',   '=',       'disarm-open', 'arm-connect', 'reply-opened'],
  ['negotiating',  'opened-unconfirmed',  'connected',    '=',       'disarm-open', 'reply-opened'],
  ['negotiating',  'counter-offered',     'negotiating',  '=',       'disarm-open', 'arm-connect', 'reply-counter-offer'],
  ['negotiating',  'client-answer',       'negotiating',  '=',       'disarm-connect', 'arm-open', 'complete-backend'],
  ['negotiating',  'refused',             'closed',       '=',       'disarm-all', 'release-backend', 'reply-refused'],
  ['negotiating',  'open-deadline',       'closed',       '=',       'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['negotiating',  'connect-deadline',    'closed',       '=',       'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['connecting',   'media-up',            'connected',    '=',       'disarm-connect'],
  ['connecting',   'connect-deadline',    'closed',       'none',    'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['connected',    'media-down',          'disconnected', '=',       'arm-media-lost'],
  ['disconnected', 'media-up',            'connected',    '=',       'disarm-media-lost'],
  ['disconnected', 'media-lost-deadline', 'closed',       'none',    'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['open',         'restart',             '=',            'pending', 'arm-restart', 'restart-backend'],
  ['connecting',   'restarted',           '=',            'none',    'disarm-restart', 'arm-connect', 'reply-restarted'],
  ['connected',    'restarted',           '=',            'none',    'disarm-restart', 'reply-restarted'],
  ['disconnected', 'restarted',           '=',            'none',    'disarm-restart', 'arm-media-lost', 'reply-restarted'],
  ['open',         'restart-refused',     '=',            'none',    'disarm-restart', 'reply-restart-refused'],
  ['open',         'restart-deadline',    '=',            'none',    'abort-restart', 'reply-restart-refused'],
  ['live',         'lifetime-deadline',   'closed',       'none',    'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['live',         'hung-up',             'closed',       'none',    'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['live',         'end',                 'closed',       'none',    'disarm-all', 'abort-calls', 'release-backend', 'reply-refused'],
  ['closed',       'opened',              'closed',       '=',       'release-backend'], // the answer came too late
  ['closed',       'opened-unconfirmed',  'closed',       '=',       'release-backend'],
  ['closed',       'counter-offered',     'closed',       '=',       'release-backend'],
  ['closed',       'refused',             'closed',       '=',       'release-backend'],
] as const satisfies readonly TransitionRow[];
