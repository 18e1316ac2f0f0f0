import { useEffect, useMemo } from 'react';
import { useStore } from '../../session/store.js';
import { useManagement } from '../parts/management.js';
import { EndedList, type EndedView } from './ended-list.js';

export interface ShownEnded extends EndedView {
  readonly reload: () => void;
  readonly more: () => void;
}

/**
 * Sessions that are over, kept up to date by events.
 *
 * @param step how many are shown at first, and how many more each time
 * @param endpoint only its sessions; undefined: all
 */
export function useEndedList(step: number, endpoint?: string): ShownEnded {
  const { api, live } = useManagement();
  const list = useMemo(() => {
    const filter = { state: 'ended' as const, ...(endpoint === undefined ? {} : { endpoint }) };
    return new EndedList({
      step,
      read: (page, signal) => api.sessions({ ...filter, ...page }, signal),
    });
  }, [api, step, endpoint]);
  useEffect(() => {
    void list.reload();
    const leave = live.onEvent((event) => list.take(event, endpoint));
    return () => {
      leave();
      list.stop();
    };
  }, [list, live, endpoint]);
  const view = useStore(list.view);
  return { ...view, reload: () => void list.reload(), more: () => void list.more() };
}
