import type { Session } from '../api/wire.js';

/** Publishers before viewers, the newest of each first. */
export function newestFirst(sessions: readonly Session[]): readonly Session[] {
  return [...sessions].sort(
    (one, other) => kindRank(one) - kindRank(other) || other.openedAt - one.openedAt,
  );
}

function kindRank({ kind }: Session): number {
  return kind === 'publish' ? 0 : 1;
}
