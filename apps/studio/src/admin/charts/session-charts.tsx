import { Group, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { bitrateText, lossText, millisecondsText } from '../../session/formats.js';
import { chartColumns, chartSummary, latestValue, type SampleKey } from './chart-data.js';
import { LineChart } from './line-chart.js';
import type { Sample } from './series.js';

interface ChartRow {
  readonly key: SampleKey;
  readonly name: string;
  readonly text: (value: number | undefined) => string;
  readonly least: number;
}

/** The scale begins at a true zero. */
function roundTripText(value: number | undefined): string {
  return value === 0 ? '0 ms' : millisecondsText(value);
}

const CHARTS: readonly ChartRow[] = [
  { key: 'bitrate', name: 'Bitrate', text: bitrateText, least: 100_000 },
  { key: 'roundTripTime', name: 'Round trip', text: roundTripText, least: 10 },
  { key: 'loss', name: 'Packet loss', text: lossText, least: 0.02 },
];

/** Bitrate, round-trip time and loss of a session, as long as the page is open. */
export function SessionCharts({ samples }: { readonly samples: readonly Sample[] }) {
  return CHARTS.map((row) => <Chart key={row.key} row={row} samples={samples} />);
}

interface ChartProps {
  readonly row: ChartRow;
  readonly samples: readonly Sample[];
}

function Chart({ row: { key, name, text, least }, samples }: ChartProps) {
  const columns = useMemo(() => chartColumns(samples, key), [samples, key]);
  const latest = latestValue(samples, key);
  return (
    <Stack component="section" className="card" p="md" gap={4} aria-label={name}>
      <Group justify="space-between" align="baseline" px={4}>
        <Text size="sm" c="dimmed" fw={600}>
          {name}
        </Text>
        <Text
          className="numeric"
          fz={20}
          fw={700}
          data-testid={`chart-${key}`}
          data-value={latest ?? ''}
          data-samples={samples.length}
        >
          {text(latest)}
        </Text>
      </Group>
      <LineChart
        label={chartSummary(name, samples, key, text)}
        columns={columns}
        least={least}
        text={text}
      />
    </Stack>
  );
}
