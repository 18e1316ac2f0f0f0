import { Button, Skeleton, Stack } from '@mantine/core';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Blank } from '../parts/blank.js';
import { SessionLine } from './session-line.js';
import { useEndedList } from './use-ended-list.js';

/** How many are shown at first, and how many more each time. */
const STEP = 50;

/** Sessions that are over, with the reason of each end. */
export function EndedSessions() {
  const { items, hasMore, loading, error, reload, more } = useEndedList(STEP);
  const failure = error === undefined ? undefined : <ApiErrorPanel error={error} retry={reload} />;
  if (!items)
    return (
      failure ?? (
        <Skeleton
          height={200}
          radius="lg"
          role="status"
          aria-busy="true"
          aria-label="Loading sessions"
        />
      )
    );
  if (items.length === 0)
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
      {failure}
      <Stack component="ul" gap={0} m={0} px={10} data-testid="session-list">
        {items.map((session) => (
          <SessionLine key={session.name} session={session} named />
        ))}
      </Stack>
      {hasMore && (
        <Button variant="subtle" size="xs" w="fit-content" loading={loading} onClick={more}>
          Show older ones
        </Button>
      )}
    </Stack>
  );
}
