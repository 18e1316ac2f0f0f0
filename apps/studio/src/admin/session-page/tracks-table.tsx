import { Stack, Table, Title } from '@mantine/core';
import type { TrackStatistics } from '../api/wire.js';
import { trackKey } from '../charts/series.js';
import { TRACK_COLUMNS, trackCells, trackName } from './track-words.js';

/** Tracks and simulcast layers with their numbers. */
export function TracksTable({ tracks }: { readonly tracks: readonly TrackStatistics[] }) {
  if (tracks.length === 0) return null;
  return (
    <Stack component="section" className="card" p="lg" gap="sm" aria-labelledby="tracks-title">
      <Title order={2} fz="lg" id="tracks-title">
        Tracks and layers
      </Title>
      <Table.ScrollContainer minWidth={430} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table
          verticalSpacing={8}
          horizontalSpacing={8}
          fz="sm"
          style={{ whiteSpace: 'nowrap' }}
          data-testid="tracks"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Track</Table.Th>
              {TRACK_COLUMNS.map((column) => (
                <Table.Th key={column} scope="col">
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="numeric">
            {tracks.map((track) => (
              <Table.Tr key={trackKey(track)}>
                <Table.Th scope="row" fw={600}>
                  {trackName(track)}
                </Table.Th>
                {trackCells(track).map((cell, index) => (
                  <Table.Td key={TRACK_COLUMNS[index]}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
