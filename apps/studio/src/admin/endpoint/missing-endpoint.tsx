import { Button, Skeleton, Stack } from '@mantine/core';
import type { DirectoryView } from '../live/live-directory.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Blank } from '../parts/blank.js';
import { useManagement } from '../parts/management.js';

interface MissingEndpointProps {
  readonly id: string;
  readonly phase: DirectoryView['phase'];
  readonly error: unknown;
}

/** The endpoint is not there, or not yet. */
export function MissingEndpoint({ id, phase, error }: MissingEndpointProps) {
  const { live } = useManagement();
  if (phase === 'loading')
    return (
      <Stack gap="lg" role="status" aria-busy="true" aria-label="Loading the endpoint">
        <Skeleton height={90} radius="lg" />
        <Skeleton height={320} radius="lg" />
      </Stack>
    );
  if (phase === 'failed') return <ApiErrorPanel error={error} retry={() => void live.reload()} />;
  return (
    <div className="card">
      <Blank
        icon="search"
        title="There is no such endpoint"
        text={`No endpoint is called ${id}. It may have been destroyed.`}
      >
        <Button
          component="a"
          href="#/endpoints"
          mt="sm"
          variant="default"
          data-testid="all-endpoints"
        >
          All endpoints
        </Button>
      </Blank>
    </div>
  );
}
