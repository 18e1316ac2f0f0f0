/**
 * Why a session ended. The list is closed: events, logs and metrics use these words and no others.
 */
// biome-ignore format: one row a line, grouped by who ended it
export const CLOSE_REASONS = {
  // the client
  'client-deleted':     'the client sent DELETE',
  'client-gone':        'the client dropped the connection before it had its answer',
  'peer-closed':        'the client closed its media transport without a DELETE',
  // our timers
  'connect-timeout':    'no media arrived within the connect time',
  'media-lost':         'media stopped and did not come back',
  'lifetime-reached':   'the session reached its longest allowed life',
  // the backend
  'ice-failed':         'ICE lost the client (consent expired)',
  'dtls-failed':        'the DTLS handshake failed, or the certificate was not the offered one',
  'kicked':             'the media server removed the publisher',
  'backend-closed':     'the media server ended the session',
  'backend-lost':       'the media server went away',
  // ours
  'not-opened':         'the session never opened; its POST was refused',
  'replaced':           'another publisher took the endpoint',
  'publication-ended':  'what the viewer watched has ended',
  'endpoint-removed':   'the endpoint was removed',
  'revoked':            'an operator ended the session',
  'shutdown':           'the server shut down',
} as const satisfies Record<string, string>;

export type CloseReason = keyof typeof CLOSE_REASONS;

/** The reasons a backend may give when it hangs up. */
export type HangUpReason = Extract<
  CloseReason,
  'peer-closed' | 'ice-failed' | 'dtls-failed' | 'kicked' | 'backend-closed' | 'backend-lost'
>;
