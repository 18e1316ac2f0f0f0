import { Center, Drawer, Loader } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback } from 'react';
import type { TaggedEndpoint } from '../api/admin-api.js';
import type { Backend, Endpoint } from '../api/wire.js';
import { ApiErrorPanel } from '../parts/api-error-panel.js';
import { useManagement } from '../parts/management.js';
import { useLoaded } from '../parts/use-loaded.js';
import { EndpointForm } from './endpoint-form.js';

interface EndpointDrawerProps {
  readonly opened: boolean;
  /** The endpoint to change; without it one is made. */
  readonly id?: string;
  readonly onClose: () => void;
  readonly onDone: (endpoint: Endpoint) => void;
}

/** The form of an endpoint, beside the page. The focus goes back to where it came from. */
export function EndpointDrawer({ opened, id, onClose, onDone }: EndpointDrawerProps) {
  const phone = useMediaQuery('(max-width: 40em)') ?? false;
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={phone ? '100%' : 'lg'}
      title={id === undefined ? 'New endpoint' : `Edit ${id}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { fontWeight: 700, fontSize: 20, overflowWrap: 'anywhere' } }}
    >
      <DrawerBody {...(id === undefined ? {} : { id })} onClose={onClose} onDone={onDone} />
    </Drawer>
  );
}

interface Ground {
  readonly backend: Backend;
  /** The endpoint as it is now. */
  readonly current: TaggedEndpoint | undefined;
}

function DrawerBody({ id, onClose, onDone }: Omit<EndpointDrawerProps, 'opened'>) {
  const { api } = useManagement();
  const read = useCallback(
    async (signal: AbortSignal): Promise<Ground> => {
      const [backends, current] = await Promise.all([
        api.backends(signal),
        id === undefined ? undefined : api.endpoint(id, signal),
      ]);
      const backend = backends.find(({ inUse }) => inUse);
      if (!backend) throw new Error('The server names no backend in use.');
      return { backend, current };
    },
    [api, id],
  );
  const { value, error, reload } = useLoaded(read);
  if (error !== undefined) return <ApiErrorPanel error={error} retry={reload} />;
  if (!value)
    return (
      <Center h={200}>
        <Loader aria-label="Loading" />
      </Center>
    );
  return <EndpointForm {...value} onCancel={onClose} onDone={onDone} />;
}
