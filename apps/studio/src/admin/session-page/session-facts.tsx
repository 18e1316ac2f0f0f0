import { Stack, Text, Title } from '@mantine/core';
import type { SessionDetails, SessionStatistics } from '../api/wire.js';
import { Facts } from '../parts/facts.js';
import { momentText, spanText } from '../parts/times.js';
import { useNow } from '../parts/use-now.js';
import { clientName } from '../parts/words.js';
import { codecsOf } from './track-words.js';

interface SessionFactsProps {
  readonly session: SessionDetails;
  readonly stats: SessionStatistics | undefined;
}

/** Who it is, since when, and over what. */
export function SessionFacts({ session, stats }: SessionFactsProps) {
  const now = useNow();
  const { client, openedAt, closedAt, generation, unconfirmed, restart } = session;
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-labelledby="facts-title">
      <Title order={2} fz="lg" id="facts-title">
        Details
      </Title>
      <Facts
        facts={[
          [
            'Program',
            <span key="client" data-testid="session-client">
              {clientName(client)}
            </span>,
          ],
          [
            'Codecs',
            <span key="codecs" data-testid="session-codecs">
              {codecsOf(stats)}
            </span>,
          ],
          ['Started', momentText(openedAt, now)],
          ['Length', spanText((closedAt ?? now) - openedAt)],
          [
            'ICE restarts',
            restart === 'pending' ? `${generation}, one under way` : String(generation),
          ],
          ['Transport', stats?.transport?.toUpperCase() ?? '–'],
          ['Name in logs', session.name],
        ]}
      />
      {unconfirmed && (
        <Text size="sm" c="dimmed">
          The media server does not report media, so “live” is taken for granted.
        </Text>
      )}
      {client?.userAgent && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {client.userAgent}
        </Text>
      )}
    </Stack>
  );
}
