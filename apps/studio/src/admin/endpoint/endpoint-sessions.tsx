import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMemo } from 'react';
import { useStore } from '../../session/store.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { useManagement } from '../parts/management.js';
import { newestFirst } from '../sessions/newest-first.js';
import { SessionLine } from '../sessions/session-line.js';
import { useEndedList } from '../sessions/use-ended-list.js';

/** Past sessions that are shown at first, and how many more each time. */
const STEP = 8;

/** The endpoint's sessions: those that are live, then those that were, with the reason of their end. */
export function EndpointSessions({ id }: { readonly id: string }) {
  const { live } = useManagement();
  const { sessions } = useStore(live.view).directory;
  const now = useMemo(
    () => newestFirst([...sessions.values()].filter(({ endpointId }) => endpointId === id)),
    [sessions, id],
  );
  const past = useEndedList(STEP, id);
  // One that ends is in both for a moment.
  const ended = (past.items ?? []).filter(({ name }) => !sessions.has(name));
  const none = now.length === 0 && past.items?.length === 0;
  return (
    <Stack component="section" className="card" p="lg" gap="sm" aria-labelledby="sessions-title">
      <Title order={2} fz="lg" id="sessions-title">
        Sessions
      </Title>
      {past.error !== undefined && <ApiErrorPanel error={past.error} retry={past.reload} />}
      {past.loading && !past.items && <Skeleton height={48} radius="md" />}
      {none && (
        <Text size="sm" c="dimmed">
          None yet. Who publishes or watches appears here, and stays with the reason of the end.
        </Text>
      )}
      <Stack component="ul" gap={0} m={0} p={0} data-testid="session-list">
        {[...now, ...ended].map((session) => (
          <SessionLine key={session.name} session={session} />
        ))}
      </Stack>
      {past.hasMore && (
        <Button
          variant="subtle"
          size="xs"
          w="fit-content"
          loading={past.loading}
          onClick={past.more}
        >
          Show older ones
        </Button>
      )}
    </Stack>
  );
}
