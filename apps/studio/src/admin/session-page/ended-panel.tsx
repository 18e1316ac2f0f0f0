import { Button, Stack, Text, Title } from '@mantine/core';
import { printAdminRoute } from '../../address/admin-route.js';
import type { SessionDetails } from '../api/wire.js';
import { Icon } from '../parts/icon.js';
import { momentText, spanText } from '../parts/times.js';
import { closeReasonText, endedAsExpected } from '../parts/words.js';
import classes from './ended-panel.module.css';

/** Why it ended; stays readable as long as the server remembers the session. */
export function EndedPanel({ session }: { readonly session: SessionDetails }) {
  const { closeReason, detail, openedAt, closedAt, endpointId } = session;
  const expected = endedAsExpected(closeReason);
  return (
    <Stack component="section" className="card" p="xl" gap="sm" align="flex-start" aria-label="End">
      <span className={classes.icon} data-expected={expected}>
        <Icon name={expected ? 'stop' : 'warning'} size={24} />
      </span>
      <Title order={2} fz="xl" data-testid="close-reason" data-reason={closeReason}>
        {closeReasonText(closeReason)}
      </Title>
      {detail && (
        <Text component="blockquote" className={classes.detail} data-testid="close-detail">
          {detail}
        </Text>
      )}
      {closedAt !== undefined && (
        <Text size="sm" c="dimmed">
          {momentText(closedAt, Date.now())}, after {spanText(closedAt - openedAt)}
        </Text>
      )}
      <Button
        component="a"
        href={printAdminRoute({ page: 'endpoint', id: endpointId })}
        variant="default"
        mt="xs"
        data-testid="back-to-endpoint"
      >
        Back to {endpointId}
      </Button>
    </Stack>
  );
}
