import { Button, Grid, Group, Skeleton, Stack, Title } from '@mantine/core';
import type { Server } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Facts } from '../parts/facts.js';
import { Icon } from '../parts/icon.js';
import { PageHead } from '../parts/page-head.js';
import { momentText, spanText } from '../parts/times.js';
import { useBackends } from '../parts/use-backends.js';
import { useNow } from '../parts/use-now.js';
import { useServerInfo } from '../parts/use-server-info.js';
import { BackendCard } from './backend-card.js';

/** The server and the media server behind it. */
export function ServerPage() {
  const info = useServerInfo();
  const { value: backends, error, loading, reload } = useBackends();
  const used = backends?.find(({ inUse }) => inUse);
  const others = backends?.filter(({ inUse }) => !inUse) ?? [];
  return (
    <>
      <PageHead
        title="Server"
        actions={
          <Button
            variant="default"
            leftSection={<Icon name="restart" />}
            loading={loading}
            onClick={reload}
          >
            Check again
          </Button>
        }
      />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            {error !== undefined && <ApiErrorPanel error={error} retry={reload} />}
            {!backends && error === undefined && <Skeleton height={260} radius="lg" />}
            {used && <BackendCard backend={used} />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            {info ? <ServerFacts info={info} /> : <Skeleton height={180} radius="lg" />}
            {others.length > 0 && <OtherBackends names={others.map(({ kind }) => kind)} />}
          </Stack>
        </Grid.Col>
      </Grid>
    </>
  );
}

const STORES = {
  file: 'In a file, over restarts',
  memory: 'In memory only',
  unavailable: 'Nowhere: none can be made',
} as const satisfies Record<Server['store'], string>;

function ServerFacts({ info }: { readonly info: Server }) {
  const now = useNow();
  return (
    <Stack component="section" className="card" p="lg" gap="md" aria-labelledby="whipway-title">
      <Title order={2} fz="lg" id="whipway-title">
        Whipway {info.version}
      </Title>
      <Facts
        facts={[
          ['Started', momentText(info.startedAt, now)],
          ['Running for', spanText(now - info.startedAt)],
          ['Address for clients', info.publicUrl ?? 'As this page'],
          ['STUN or TURN', info.iceServers ? 'Told to clients' : 'None'],
          ['Endpoints are kept', STORES[info.store]],
        ]}
      />
    </Stack>
  );
}

function OtherBackends({ names }: { readonly names: readonly string[] }) {
  return (
    <Stack component="section" className="card" p="lg" gap="sm" aria-labelledby="others-title">
      <Title order={2} fz="lg" id="others-title">
        Other backends
      </Title>
      <span>
        Built in as well; one line of the configuration, <code>backend: {'{ kind: … }'}</code>,
        changes to another:
      </span>
      <Group gap="xs">
        {names.map((name) => (
          <code key={name}>{name}</code>
        ))}
      </Group>
    </Stack>
  );
}
