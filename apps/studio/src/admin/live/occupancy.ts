import type { Session } from '../api/wire.js';

/** Who is on an endpoint now. */
export interface Occupancy {
  readonly publisher: Session | undefined;
  readonly viewers: number;
}

export const NOBODY: Occupancy = { publisher: undefined, viewers: 0 };

/** Occupancy of every endpoint that has a live session. */
export function occupancies(
  sessions: ReadonlyMap<string, Session>,
): ReadonlyMap<string, Occupancy> {
  const result = new Map<string, Occupancy>();
  for (const session of sessions.values()) {
    const before = result.get(session.endpointId) ?? NOBODY;
    const next =
      session.kind === 'publish'
        ? { ...before, publisher: session }
        : { ...before, viewers: before.viewers + 1 };
    result.set(session.endpointId, next);
  }
  return result;
}
