import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from '../../session/store.js';
import type { Session } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { useManagement } from '../parts/management.js';
import { useLoaded } from '../parts/use-loaded.js';
import { newestFirst } from '../sessions/newest-first.js';
import { SessionLine } from '../sessions/session-line.js';

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
  const past = usePastSessions(id);
  // One that ends is in both for a moment.
  const ended = (past.value?.items ?? []).filter(({ name }) => !sessions.has(name));
  const none = now.length === 0 && past.value?.total === 0;
  return (
    <Stack component="section" className="card" p="lg" gap="sm" aria-labelledby="sessions-title">
      <Title order={2} fz="lg" id="sessions-title">
        Sessions
      </Title>
      {past.error !== undefined && <ApiErrorPanel error={past.error} retry={past.reload} />}
      {past.loading && !past.value && <Skeleton height={48} radius="md" />}
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
      {past.more && (
        <Button variant="subtle" size="xs" w="fit-content" onClick={past.more}>
          Show older ones
        </Button>
      )}
    </Stack>
  );
}

interface PastSessions {
  readonly value: { readonly items: readonly Session[]; readonly total: number } | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
  readonly more: (() => void) | undefined;
}

/** Read once, and again when one of the endpoint's sessions ends. */
function usePastSessions(id: string): PastSessions {
  const { api, live } = useManagement();
  const [limit, setLimit] = useState(STEP);
  const read = useCallback(
    (signal: AbortSignal) => api.sessions({ endpoint: id, state: 'ended', limit }, signal),
    [api, id, limit],
  );
  const loaded = useLoaded(read);
  const { reload, value } = loaded;
  useEffect(
    () =>
      live.onEvent((event) => {
        const ours = event.type === 'session-closed' && event.endpointId === id;
        if (ours || event.type === 'reset') reload();
      }),
    [live, id, reload],
  );
  const hasMore = value !== undefined && value.items.length < value.total;
  return { ...loaded, more: hasMore ? () => setLimit(limit + 3 * STEP) : undefined };
}
