import { Button, Skeleton, Stack } from '@mantine/core';
import { useCallback, useState } from 'react';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Blank } from '../parts/blank.js';
import { useManagement } from '../parts/management.js';
import { useLoaded } from '../parts/use-loaded.js';
import { SessionLine } from './session-line.js';

/** How many are shown at first, and how many more each time. */
const STEP = 50;

/** Sessions that are over, with the reason of each end. */
export function EndedSessions() {
  const { api } = useManagement();
  const [limit, setLimit] = useState(STEP);
  const read = useCallback(
    (signal: AbortSignal) => api.sessions({ state: 'ended', limit }, signal),
    [api, limit],
  );
  const { value, error, reload } = useLoaded(read);
  if (error !== undefined) return <ApiErrorPanel error={error} retry={reload} />;
  if (!value) return <Skeleton height={200} radius="lg" aria-busy="true" />;
  if (value.items.length === 0)
    return (
      <div className="card">
        <Blank
          icon="stop"
          title="No session has ended yet"
          text="Sessions stay here with the reason of their end until the server restarts."
        />
      </div>
    );
  return (
    <Stack className="card" p="md" gap="sm">
      <Stack component="ul" gap={0} m={0} px={10} data-testid="session-list">
        {value.items.map((session) => (
          <SessionLine key={session.name} session={session} named />
        ))}
      </Stack>
      {value.items.length < value.total && limit < 500 && (
        <Button variant="subtle" size="xs" w="fit-content" onClick={() => setLimit(limit + STEP)}>
          Show older ones
        </Button>
      )}
    </Stack>
  );
}
