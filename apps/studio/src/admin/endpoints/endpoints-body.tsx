import { Button, Skeleton, Stack } from '@mantine/core';
import type { Endpoint } from '../api/wire.js';
import type { DirectoryView } from '../live/live-directory.js';
import type { Occupancy } from '../live/occupancy.js';
import { Blank } from '../parts/blank.js';
import { Icon } from '../parts/icon.js';
import { EndpointsTable } from './endpoints-table.js';

interface EndpointsBodyProps {
  readonly phase: DirectoryView['phase'];
  readonly endpoints: readonly Endpoint[];
  readonly occupied: ReadonlyMap<string, Occupancy>;
  /** There are endpoints; the search or the filter may hide them. */
  readonly filtered: boolean;
  readonly onCreate: () => void;
  readonly onAll: () => void;
}

/** The table, or what stands in its place. */
export function EndpointsBody(props: EndpointsBodyProps) {
  if (props.phase === 'loading') return <LoadingRows />;
  if (props.endpoints.length > 0)
    return <EndpointsTable endpoints={props.endpoints} occupied={props.occupied} />;
  if (props.phase === 'failed') return null;
  return (
    <div className="card">{props.filtered ? <NoneFound {...props} /> : <NoneYet {...props} />}</div>
  );
}

function NoneYet({ onCreate }: EndpointsBodyProps) {
  return (
    <Blank
      icon="broadcast"
      title="No endpoints yet"
      text="An endpoint is a place to publish to: a URL with a token. Make one, copy its settings into OBS, and go live."
    >
      <Button mt="sm" leftSection={<Icon name="plus" />} onClick={onCreate}>
        Make the first one
      </Button>
    </Blank>
  );
}

function NoneFound({ onAll }: EndpointsBodyProps) {
  return (
    <Blank
      icon="search"
      title="None of the endpoints matches"
      text="Change what you search for, or show all of them."
    >
      <Button mt="sm" variant="default" onClick={onAll}>
        Show all
      </Button>
    </Blank>
  );
}

function LoadingRows() {
  return (
    <Stack
      gap="xs"
      className="card"
      p="md"
      role="status"
      aria-busy="true"
      aria-label="Loading endpoints"
    >
      {[0.9, 0.75, 0.6, 0.45, 0.3].map((opacity) => (
        <Skeleton key={opacity} height={38} radius="md" opacity={opacity} />
      ))}
    </Stack>
  );
}
