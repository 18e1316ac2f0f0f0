import type { HangUpReason } from '@whipway/core';
import type { Ending } from './publishing-plan.js';

/** Janus’ words for the end of a PeerConnection. What is not here, it ended by itself. */
// biome-ignore format: one row a line
const HANG_UPS: Readonly<Record<string, HangUpReason>> = {
  'DTLS alert':            'peer-closed',
  'ICE failed':            'ice-failed',
  'DTLS timeout':          'dtls-failed',
  'DTLS error':            'dtls-failed',
  'DTLS-SRTP stack error': 'dtls-failed',
  'Gathering error':       'backend-closed',
  'ICE gathering error':   'backend-closed',
  'Close PC':              'backend-closed',
  'Janus API':             'backend-closed',
  'Admin API':             'backend-closed',
  'Detach':                'backend-closed',
};

/** A `hangup` event. The handle is still there then, and the participant in its room. */
export function hangUp(reason = 'no reason given'): Ending {
  return { reason: HANG_UPS[reason] ?? 'backend-closed', detail: `Janus hung up: ${reason}` };
}
