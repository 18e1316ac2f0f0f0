/** Where a session is. `closed` is final. */
export const SESSION_STATES = [
  'new',
  'negotiating',
  'connecting',
  'connected',
  'disconnected',
  'closed',
] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** `pending`: a restart PATCH waits for the backend. The state goes on beside it. */
export type RestartState = 'none' | 'pending';

/** `publish`: WHIP. `watch`: WHEP. */
export type SessionKind = 'publish' | 'watch';
