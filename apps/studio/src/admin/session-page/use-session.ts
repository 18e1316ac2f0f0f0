import { useCallback, useEffect } from 'react';
import type { SessionDetails } from '../api/wire.js';
import { useManagement } from '../parts/management.js';
import { type Loaded, useLoaded } from '../parts/use-loaded.js';

/** A session with its timeline, read again with each of its events. */
export function useSession(name: string): Loaded<SessionDetails> {
  const { api, live } = useManagement();
  const read = useCallback((signal: AbortSignal) => api.session(name, signal), [api, name]);
  const loaded = useLoaded(read);
  const { reload } = loaded;
  useEffect(
    () =>
      live.onEvent((event) => {
        const its =
          (event.type === 'session' && event.session.name === name) ||
          (event.type === 'session-closed' && event.name === name);
        if (its || event.type === 'reset') reload();
      }),
    [live, name, reload],
  );
  return loaded;
}
