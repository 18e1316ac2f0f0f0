import type { CloseReason } from '../close-reasons.js';
import type { Clock } from '../ports.js';
import type { Session } from '../session/session.js';
import { RELEASE_PATIENCE } from './defaults.js';

/** Ends sessions and waits until the backend has let go of them, or patience runs out. */
export async function endSessions(
  sessions: readonly Session[],
  reason: CloseReason,
  clock: Clock,
  detail?: string,
): Promise<void> {
  if (sessions.length === 0) return;
  const end = { name: 'end', reason, ...(detail === undefined ? {} : { detail }) } as const;
  for (const session of sessions) session.dispatch(end);
  let cancel = () => {};
  const patience = new Promise<void>((resolve) => {
    cancel = clock.after(RELEASE_PATIENCE, resolve);
  });
  const released = Promise.all(sessions.map(({ backend }) => backend.released.promise));
  await Promise.race([released, patience]);
  cancel();
}
