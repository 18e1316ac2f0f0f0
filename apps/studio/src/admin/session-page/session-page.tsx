import { Button, Grid, Skeleton, Stack } from '@mantine/core';
import { useState } from 'react';
import { printAdminRoute } from '../../address/admin-route.js';
import { ApiError } from '../api/api-error.js';
import type { SessionDetails } from '../api/wire.js';
import { SessionCharts } from '../charts/session-charts.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Blank } from '../parts/blank.js';
import { Icon } from '../parts/icon.js';
import { PageHead, type PageHeadProps } from '../parts/page-head.js';
import { SessionStateTag } from '../parts/state-tag.js';
import { EndedPanel } from './ended-panel.js';
import { Preview } from './preview.js';
import { SessionFacts } from './session-facts.js';
import { SessionTimeline } from './session-timeline.js';
import { TeardownDialog } from './teardown-dialog.js';
import { TracksTable } from './tracks-table.js';
import { useSession } from './use-session.js';
import { useStatistics } from './use-statistics.js';

const UNKNOWN: PageHeadProps = {
  title: 'Session',
  up: { href: '#/sessions', label: 'Sessions' },
};

/** One session: picture, numbers, and what happened to it. */
export function SessionPage({ name }: { readonly name: string }) {
  const { value: session, error, reload } = useSession(name);
  return (
    <>
      <PageHead {...(session ? headOf(session) : UNKNOWN)} />
      {session ? (
        <KnownSession session={session} />
      ) : error === undefined ? (
        <Skeleton
          height={320}
          radius="lg"
          role="status"
          aria-busy="true"
          aria-label="Loading the session"
        />
      ) : error instanceof ApiError && error.status === 404 ? (
        <MissingSession name={name} />
      ) : (
        <ApiErrorPanel error={error} retry={reload} />
      )}
    </>
  );
}

function MissingSession({ name }: { readonly name: string }) {
  return (
    <div className="card">
      <Blank
        icon="search"
        title="There is no such session"
        text={`The server does not know ${name}. It keeps the latest sessions, and none over a restart.`}
      >
        <Button component="a" href="#/sessions" mt="sm" variant="default">
          All sessions
        </Button>
      </Blank>
    </div>
  );
}

function KnownSession({ session }: { readonly session: SessionDetails }) {
  const { name, kind, state } = session;
  const running = state !== 'closed';
  const series = useStatistics(name, state === 'connected' || state === 'disconnected');
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="lg">
          {running ? (
            kind === 'publish' && <Preview session={session} />
          ) : (
            <EndedPanel session={session} />
          )}
          {(running || series.samples.length > 0) && <SessionCharts samples={series.samples} />}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <SessionFacts session={session} stats={series.latest} />
          {series.latest && <TracksTable tracks={series.latest.tracks} />}
          <SessionTimeline session={session} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function headOf(session: SessionDetails): PageHeadProps {
  const { endpointId, kind, state } = session;
  return {
    title: `${kind === 'publish' ? 'Publisher on' : 'Viewer of'} ${endpointId}`,
    up: { href: printAdminRoute({ page: 'endpoint', id: endpointId }), label: endpointId },
    aside: (
      <div aria-live="polite">
        <SessionStateTag state={state} kind={kind} testId="session-state" />
      </div>
    ),
    actions: state !== 'closed' && <TeardownButton session={session} />,
  };
}

function TeardownButton({ session }: { readonly session: SessionDetails }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="light"
        color="red"
        leftSection={<Icon name="cut" />}
        data-testid="teardown"
        onClick={() => setAsking(true)}
      >
        Tear down
      </Button>
      <TeardownDialog session={session} opened={asking} onClose={() => setAsking(false)} />
    </>
  );
}
