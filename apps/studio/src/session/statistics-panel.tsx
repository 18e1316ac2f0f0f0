import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { BitrateChart } from './bitrate-chart.js';
import {
  bitrateText,
  codecText,
  frameRateText,
  lossText,
  millisecondsText,
  resolutionText,
} from './formats.js';
import classes from './statistics-panel.module.css';
import type { ClientSession } from './use-client-session.js';

interface StatisticsPanelProps {
  readonly page: 'publish' | 'watch';
  readonly session: ClientSession;
}

/** The session in numbers. */
export function StatisticsPanel({ page, session }: StatisticsPanelProps) {
  const { latest, bitrates } = session;
  const video = latest?.video;
  const facts = [
    ['Resolution', resolutionText(video)],
    ['Frames / s', frameRateText(video)],
    ['Codecs', codecText(video, latest?.audio)],
    ['Round trip', millisecondsText(latest?.roundTripTime)],
    ['Packet loss', lossText(video?.loss ?? latest?.audio?.loss)],
    [page === 'publish' ? 'Frames sent' : 'Frames shown', video ? String(video.frames) : '–'],
  ] as const;
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-label="Statistics">
      <Group justify="space-between" align="baseline">
        <Text size="sm" c="dimmed" fw={600}>
          Bitrate
        </Text>
        <Text
          className="numeric"
          fz={28}
          lh={1}
          fw={700}
          data-testid={`${page}-bitrate`}
          data-bits-per-second={Math.round(latest?.bitsPerSecond ?? 0)}
        >
          {bitrateText(latest?.bitsPerSecond)}
        </Text>
      </Group>
      <BitrateChart values={bitrates} />
      <SimpleGrid component="dl" cols={{ base: 2, sm: 3, md: 2 }} spacing="md" m={0}>
        {facts.map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd className="numeric">{value}</dd>
          </div>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
