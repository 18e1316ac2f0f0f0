import { Button, Group, Text } from '@mantine/core';
import { printAdminRoute } from '../../address/admin-route.js';
import { durationText } from '../../session/formats.js';
import type { Session } from '../api/wire.js';
import type { Occupancy } from '../live/occupancy.js';
import { Icon } from '../parts/icon.js';
import { IdleTag, SessionStateTag } from '../parts/state-tag.js';
import { useNow } from '../parts/use-now.js';
import { clientName } from '../parts/words.js';

/** Who publishes now, and how many watch. Changes are announced. */
export function EndpointState({ occupancy }: { readonly occupancy: Occupancy }) {
  const { publisher, viewers } = occupancy;
  return (
    <section className="card" aria-label="State" data-testid="endpoint-state">
      <Group p="lg" gap="lg" justify="space-between">
        <div>
          <div aria-live="polite">
            {publisher ? (
              <SessionStateTag state={publisher.state} kind="publish" testId="publisher-state" />
            ) : (
              <IdleTag testId="publisher-state" />
            )}
          </div>
          <Text size="sm" c="dimmed" mt={4}>
            {publisher ? clientName(publisher.client) : 'Nobody is publishing.'}
            {publisher?.connectedAt !== undefined && <Since session={publisher} />}
          </Text>
        </div>
        <Group gap="lg">
          <Group gap={7} c="dimmed" fz="sm">
            <Icon name="people" size={17} />
            <span>
              <span className="numeric">{viewers}</span> {viewers === 1 ? 'viewer' : 'viewers'}
            </span>
          </Group>
          {publisher && (
            <Button
              component="a"
              variant="light"
              href={printAdminRoute({ page: 'session', name: publisher.name })}
              data-testid="open-session"
              rightSection={<Icon name="play" size={15} />}
            >
              Picture and charts
            </Button>
          )}
        </Group>
      </Group>
    </section>
  );
}

function Since({ session }: { readonly session: Session }) {
  const now = useNow();
  return <span className="numeric"> · {durationText(now - (session.connectedAt ?? now))}</span>;
}
