export { CLOSE_REASONS, type CloseReason } from '@whipway/core';

/** Every state that a session can be in. */
export const SESSION_STATES = [
  'new',
  'negotiating',
  'connecting',
  'connected',
  'disconnected',
  'closed',
] as const;
