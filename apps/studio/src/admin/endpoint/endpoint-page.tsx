import { Button, Grid, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { announce } from '../../frame/announce.js';
import { useStore } from '../../session/store.js';
import type { Endpoint } from '../api/wire.js';
import { EndpointMarks } from '../endpoints/endpoint-row.js';
import { EndpointDrawer } from '../form/endpoint-drawer.js';
import { publicEndpointUrls } from '../kit/kit-urls.js';
import { PublishKit } from '../kit/publish-kit.js';
import { NOBODY, occupancies } from '../live/occupancy.js';
import { Icon } from '../parts/icon.js';
import { useManagement } from '../parts/management.js';
import { PageHead } from '../parts/page-head.js';
import { useServerInfo } from '../parts/use-server-info.js';
import { DestroyDialog } from './destroy-dialog.js';
import { EndpointFacts } from './endpoint-facts.js';
import { EndpointNotes } from './endpoint-notes.js';
import { EndpointSessions } from './endpoint-sessions.js';
import { EndpointState } from './endpoint-state.js';
import { MissingEndpoint } from './missing-endpoint.js';

const UP = { href: '#/endpoints', label: 'Endpoints' };

/** One endpoint: what happens on it, how to publish to it, its sessions. */
export function EndpointPage({ id }: { readonly id: string }) {
  const { live } = useManagement();
  const { directory, phase, error } = useStore(live.view);
  const endpoint = directory.endpoints.get(id);
  return (
    <>
      <PageHead
        title={id}
        up={UP}
        aside={endpoint && <EndpointMarks endpoint={endpoint} />}
        actions={endpoint && !endpoint.readOnly && <EndpointActions endpoint={endpoint} />}
      />
      {endpoint ? (
        <KnownEndpoint endpoint={endpoint} />
      ) : (
        <MissingEndpoint id={id} phase={phase} error={error} />
      )}
    </>
  );
}

function KnownEndpoint({ endpoint }: { readonly endpoint: Endpoint }) {
  const { live } = useManagement();
  const { sessions } = useStore(live.view).directory;
  const occupancy = useMemo(
    () => occupancies(sessions).get(endpoint.id) ?? NOBODY,
    [sessions, endpoint.id],
  );
  const publicUrl = useServerInfo()?.publicUrl;
  const urls = publicEndpointUrls(window.location.href, publicUrl, endpoint.id);
  return (
    <Stack gap="md">
      <EndpointNotes endpoint={endpoint} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <EndpointState occupancy={occupancy} />
            <PublishKit endpoint={endpoint} url={urls.whip} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <EndpointSessions id={endpoint.id} />
            <EndpointFacts endpoint={endpoint} urls={urls} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function EndpointActions({ endpoint }: { readonly endpoint: Endpoint }) {
  const [editing, setEditing] = useState(false);
  const [destroying, setDestroying] = useState(false);
  const saved = () => {
    setEditing(false);
    announce(`Endpoint ${endpoint.id} is saved.`);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="edit" />}
        data-testid="endpoint-edit"
        onClick={() => setEditing(true)}
      >
        Edit
      </Button>
      <Button
        variant="light"
        color="red"
        leftSection={<Icon name="trash" />}
        data-testid="endpoint-destroy"
        onClick={() => setDestroying(true)}
      >
        Destroy
      </Button>
      <EndpointDrawer
        opened={editing}
        id={endpoint.id}
        onClose={() => setEditing(false)}
        onDone={saved}
      />
      <DestroyDialog id={endpoint.id} opened={destroying} onClose={() => setDestroying(false)} />
    </>
  );
}
