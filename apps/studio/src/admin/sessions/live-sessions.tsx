import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { printAdminRoute } from '../../address/admin-route.js';
import { useStore } from '../../session/store.js';
import type { Session } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Blank } from '../parts/blank.js';
import { useManagement } from '../parts/management.js';
import { SessionStateTag } from '../parts/state-tag.js';
import { spanText } from '../parts/times.js';
import { useNow } from '../parts/use-now.js';
import { VirtualTable } from '../parts/virtual-table.js';
import { clientName } from '../parts/words.js';
import classes from './live-sessions.module.css';
import { newestFirst } from './newest-first.js';

/** Height of a row, pixels. */
const ROW = 60;

/** Everybody who publishes or watches now. */
export function LiveSessions() {
  const { live } = useManagement();
  const { phase, directory, error } = useStore(live.view);
  const sessions = useMemo(
    () => newestFirst([...directory.sessions.values()]),
    [directory.sessions],
  );
  if (phase === 'failed') return <ApiErrorPanel error={error} retry={() => void live.reload()} />;
  if (phase === 'loading')
    return (
      <Skeleton
        height={200}
        radius="lg"
        role="status"
        aria-busy="true"
        aria-label="Loading sessions"
      />
    );
  if (sessions.length === 0)
    return (
      <div className="card">
        <Blank
          icon="broadcast"
          title="Nobody is here right now"
          text="Who publishes or watches appears here at once."
        />
      </div>
    );
  return (
    <VirtualTable
      label="Live sessions"
      items={sessions}
      rowHeight={ROW}
      rowClass={classes.row}
      keyOf={({ name }) => name}
      head={HEAD}
    >
      {(session) => <LiveSessionCells session={session} />}
    </VirtualTable>
  );
}

const HEAD = ['Session', 'Endpoint', 'State', 'For'].map((name) => (
  <th key={name} scope="col">
    {name}
  </th>
));

function LiveSessionCells({ session }: { readonly session: Session }) {
  const { name, kind, state, endpointId, client, openedAt } = session;
  const now = useNow();
  return (
    <>
      <td className={classes.who}>
        <a
          className={classes.link}
          href={printAdminRoute({ page: 'session', name })}
          data-testid="live-session-link"
        >
          {kind === 'publish' ? 'Publisher' : 'Viewer'} · {clientName(client)}
        </a>
      </td>
      <td className={classes.endpoint}>{endpointId}</td>
      <td>
        <SessionStateTag state={state} kind={kind} still />
      </td>
      <td className={`${classes.time} numeric`}>{spanText(now - openedAt)}</td>
    </>
  );
}
