import { VisuallyHidden } from '@mantine/core';
import type { Endpoint } from '../api/wire.js';
import { NOBODY, type Occupancy } from '../live/occupancy.js';
import { VirtualTable } from '../parts/virtual-table.js';
import { EndpointRow } from './endpoint-row.js';
import classes from './endpoints-table.module.css';

interface EndpointsTableProps {
  readonly endpoints: readonly Endpoint[];
  readonly occupied: ReadonlyMap<string, Occupancy>;
}

/** Height of a row, pixels. */
const ROW = 58;

export function EndpointsTable({ endpoints, occupied }: EndpointsTableProps) {
  return (
    <VirtualTable
      label="Endpoints"
      items={endpoints}
      rowHeight={ROW}
      rowClass={classes.row}
      keyOf={(endpoint) => endpoint.id}
      head={
        <>
          <th scope="col">Endpoint</th>
          <th scope="col">State</th>
          <th scope="col">Program</th>
          <th scope="col">Viewers</th>
          <th scope="col">
            <VisuallyHidden>Copy</VisuallyHidden>
          </th>
        </>
      }
    >
      {(endpoint) => (
        <EndpointRow endpoint={endpoint} occupancy={occupied.get(endpoint.id) ?? NOBODY} />
      )}
    </VirtualTable>
  );
}
