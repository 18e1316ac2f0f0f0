import type { CounterOffer } from '../backend/playback.js';
import type { CloseReason, HangUpReason } from '../close-reasons.js';
import type { WhipError } from '../errors/whip-error.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import type { ClientIce } from './client-ice.js';
import type { TimerEvent } from './session-timers.js';
import type { SessionEventName } from './transition-table.js';

/** What happened to a session, with what belongs to it. */
export type SessionEvent =
  | {
      readonly name:
        | 'offer'
        | 'opened'
        | 'opened-unconfirmed'
        | 'media-up'
        | 'media-down'
        | TimerEvent;
    }
  | { readonly name: 'client-answer'; readonly answer: string; readonly ice: ClientIce }
  | { readonly name: 'restart'; readonly fragment: IceFragment }
  | { readonly name: 'end'; readonly reason: CloseReason; readonly detail?: string }
  | { readonly name: 'hung-up'; readonly reason: HangUpReason; readonly detail?: string }
  | { readonly name: 'counter-offered'; readonly counterOffer: CounterOffer }
  | { readonly name: 'refused'; readonly error: WhipError }
  | { readonly name: 'restarted'; readonly restarts: number; readonly fragment: IceFragment }
  | { readonly name: 'restart-refused'; readonly restarts: number; readonly error: WhipError };

/** Why a session is closed by an event that says no reason of its own. */
const REASONS: Partial<Record<SessionEventName, CloseReason>> = {
  refused: 'not-opened',
  'open-deadline': 'not-opened',
  'connect-deadline': 'connect-timeout',
  'media-lost-deadline': 'media-lost',
  'lifetime-deadline': 'lifetime-reached',
};

export function closeReasonOf(event: SessionEvent): CloseReason {
  if ('reason' in event) return event.reason;
  return REASONS[event.name] ?? 'not-opened';
}
