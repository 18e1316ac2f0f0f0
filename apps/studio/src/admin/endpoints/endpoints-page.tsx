import { Button, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { printAdminRoute } from '../../address/admin-route.js';
import { announce } from '../../frame/announce.js';
import { useStore } from '../../session/store.js';
import type { Endpoint } from '../api/wire.js';
import { EndpointDrawer } from '../form/endpoint-drawer.js';
import { occupancies } from '../live/occupancy.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { Icon } from '../parts/icon.js';
import { useManagement } from '../parts/management.js';
import { PageHead } from '../parts/page-head.js';
import { chooseEndpoints, type EndpointChoice, sortEndpoints } from './choose-endpoints.js';
import { EndpointsBody } from './endpoints-body.js';
import { EndpointsTools } from './endpoints-tools.js';

/** All endpoints with what happens on them. */
export function EndpointsPage() {
  const { live } = useManagement();
  const { phase, directory, error } = useStore(live.view);
  const [choice, setChoice] = useState<EndpointChoice>({ search: '', filter: 'all' });
  const [creating, setCreating] = useState(false);
  const all = useMemo(() => sortEndpoints(directory.endpoints.values()), [directory.endpoints]);
  const occupied = useMemo(() => occupancies(directory.sessions), [directory.sessions]);
  const shown = useMemo(() => chooseEndpoints(all, occupied, choice), [all, occupied, choice]);
  const created = (endpoint: Endpoint) => {
    setCreating(false);
    announce(`Endpoint ${endpoint.id} is ready to publish to.`);
    window.location.hash = printAdminRoute({ page: 'endpoint', id: endpoint.id });
  };
  return (
    <>
      <PageHead
        title="Endpoints"
        actions={
          <Button
            data-testid="new-endpoint"
            leftSection={<Icon name="plus" />}
            onClick={() => setCreating(true)}
          >
            New endpoint
          </Button>
        }
      />
      <Stack gap="md">
        {error !== undefined && <ApiErrorPanel error={error} retry={() => void live.reload()} />}
        {all.length > 0 && (
          <EndpointsTools
            choice={choice}
            shown={shown.length}
            all={all.length}
            onChoice={setChoice}
          />
        )}
        <EndpointsBody
          phase={phase}
          endpoints={shown}
          occupied={occupied}
          filtered={all.length > 0}
          onCreate={() => setCreating(true)}
          onAll={() => setChoice({ search: '', filter: 'all' })}
        />
      </Stack>
      <EndpointDrawer opened={creating} onClose={() => setCreating(false)} onDone={created} />
    </>
  );
}
