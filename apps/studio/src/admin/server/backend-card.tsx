import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { can, whyNot } from '@whipway/core';
import type { Backend } from '../api/wire.js';
import { Icon } from '../parts/icon.js';
import classes from './backend-card.module.css';
import { CAPABILITY_WORDS, capabilityRows } from './capability-rows.js';

/** The backend in use: its health, and what it can do. */
export function BackendCard({ backend }: { readonly backend: Backend }) {
  const { name, health, capabilities } = backend;
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-labelledby="backend-title">
      <Group justify="space-between">
        <Title order={2} fz="lg" id="backend-title">
          Backend {name}
        </Title>
        <span
          role="status"
          className={classes.health}
          data-testid="backend-health"
          data-ok={health?.ok ?? 'unknown'}
        >
          {health === undefined ? 'Not known' : health.ok ? 'Ready' : 'Not ready'}
        </span>
      </Group>
      {health?.ok === false && (
        <Alert color="red" variant="light" icon={<Icon name="warning" />} radius="md">
          {health.detail}
        </Alert>
      )}
      <ul className={classes.list}>
        {capabilities &&
          capabilityRows(capabilities).map(({ key, capability }) => (
            <li key={key} className={classes.row} data-can={can(capability)}>
              <Icon name={can(capability) ? 'check' : 'cut'} size={18} />
              <div>
                <Text size="sm" fw={600}>
                  {CAPABILITY_WORDS[key]}
                </Text>
                {!can(capability) && (
                  <Text size="sm" c="dimmed">
                    {whyNot(capability)}
                  </Text>
                )}
              </div>
            </li>
          ))}
      </ul>
      {capabilities?.codecs && (
        <Text size="sm" c="dimmed">
          Codecs: {[...capabilities.codecs.video, ...capabilities.codecs.audio].join(', ')}
        </Text>
      )}
    </Stack>
  );
}
