import type { SessionStats } from '@whipway/core';
import type { Joined } from '../publishing/publishing-plan.js';

/** Where the numbers of a session come from. */
export interface StatsSource {
  /** @throws WhipError when the source cannot be asked */
  of(joined: Joined): Promise<SessionStats>;
  /** Whether RTP came in during the last second; undefined when there is no telling. */
  flowing(joined: Joined): Promise<boolean | undefined>;
}

/** The room API alone has no numbers. */
export const NO_STATS: StatsSource = {
  of: async () => ({ tracks: [] }),
  flowing: async () => undefined,
};
