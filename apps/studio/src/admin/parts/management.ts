import { createContext, useContext } from 'react';
import { AdminApi } from '../api/admin-api.js';
import { EventFeed } from '../live/event-feed.js';
import { LiveDirectory } from '../live/live-directory.js';

/** What every page of the management works with. */
export interface Management {
  readonly api: AdminApi;
  readonly feed: EventFeed;
  readonly live: LiveDirectory;
}

/** One connection to the server's API. */
export function openManagement(base: string, token: string): Management {
  const api = new AdminApi({ base, token });
  const live = new LiveDirectory(api);
  const feed = new EventFeed({ access: api.access, onEvent: live.take });
  return { api, feed, live };
}

const Context = createContext<Management | undefined>(undefined);

export const ManagementProvider = Context.Provider;

/** @throws Error outside of the management's pages */
export function useManagement(): Management {
  const management = useContext(Context);
  if (!management) throw new Error('This part belongs to a page of the management.');
  return management;
}
