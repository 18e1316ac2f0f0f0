import { Stack, Text, Timeline, Title } from '@mantine/core';
import type { SessionDetails } from '../api/wire.js';
import { momentText } from '../parts/times.js';
import { timelineSteps } from './timeline-steps.js';

/** What happened to the session, newest last. */
export function SessionTimeline({ session }: { readonly session: SessionDetails }) {
  const steps = timelineSteps(session);
  const now = Date.now();
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-labelledby="timeline-title">
      <Title order={2} fz="lg" id="timeline-title">
        Timeline
      </Title>
      <Timeline
        active={steps.length - 1}
        bulletSize={13}
        lineWidth={2}
        color="lane"
        data-testid="timeline"
      >
        {steps.map(({ at, color, title, after, detail }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only grows at its end
          <Timeline.Item key={index} title={title} color={color} bullet={<span />}>
            {detail && <Text size="sm">{detail}</Text>}
            <Text size="xs" c="dimmed" className="numeric">
              {momentText(at, now)}
              {after && ` · ${after}`}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}
