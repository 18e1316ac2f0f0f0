import type { RunningJanus } from '@whipway/test-rig';

/** How many handles Janus holds in all its sessions, asked from Janus itself. */
export async function heldHandles(janus: RunningJanus): Promise<number> {
  const { sessions } = await janus.admin({ janus: 'list_sessions' });
  let count = 0;
  for (const session of sessions as readonly number[]) {
    // One that ended in the meantime is refused and holds nothing.
    const { handles } = await janus
      .admin({ janus: 'list_handles' }, session)
      .catch(() => ({ handles: [] }));
    count += (handles as readonly number[]).length;
  }
  return count;
}
