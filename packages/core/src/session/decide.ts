import type { RestartState, SessionState } from './session-state.js';
import {
  type Effect,
  type From,
  type SessionEventName,
  TRANSITIONS,
  type TransitionRow,
} from './transition-table.js';

/** The part of a session that decisions are made on. */
export interface MachineSnapshot {
  readonly state: SessionState;
  readonly restart: RestartState;
  /** How many restarts were asked for; an event of a restart carries its number. */
  readonly restarts: number;
}

export interface MachineEvent {
  readonly name: SessionEventName;
  /** Of a finished restart: which one. Another number than the pending one's is too late. */
  readonly restarts?: number;
}

export interface Decision {
  readonly next: MachineSnapshot;
  /** To be done in this order. */
  readonly effects: readonly Effect[];
  /** False: no row fits. Nothing changes and nothing is to be done. */
  readonly allowed: boolean;
}

const OPEN: readonly SessionState[] = ['connecting', 'connected', 'disconnected'];

/** Looks one row up. Pure: the caller performs the effects. */
export function decide(snapshot: MachineSnapshot, event: MachineEvent): Decision {
  const row = isLate(snapshot, event)
    ? undefined
    : TRANSITIONS.find(([from, on]) => on === event.name && matches(from, snapshot.state));
  if (!row) return { next: snapshot, effects: [], allowed: false };
  const [, , to, restart, ...effects]: TransitionRow = row;
  return {
    next: {
      state: to === '=' ? snapshot.state : to,
      restart: restart === '=' ? snapshot.restart : restart,
      restarts: snapshot.restarts + (event.name === 'restart' ? 1 : 0),
    },
    effects,
    allowed: true,
  };
}

function matches(from: From, state: SessionState): boolean {
  if (from === 'live') return state !== 'closed';
  return from === 'open' ? OPEN.includes(state) : from === state;
}

/** The outcome of a restart that is not the pending one any more. */
function isLate({ restart, restarts }: MachineSnapshot, event: MachineEvent): boolean {
  return event.restarts !== undefined && (restart === 'none' || event.restarts !== restarts);
}
