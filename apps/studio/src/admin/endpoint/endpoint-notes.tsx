import { Alert } from '@mantine/core';
import type { Endpoint } from '../api/wire.js';
import { Icon } from '../parts/icon.js';

/** What has to be known about an endpoint before one works with it. */
export function EndpointNotes({ endpoint }: { readonly endpoint: Endpoint }) {
  return (
    <>
      {endpoint.problem !== undefined && (
        <Alert
          role="alert"
          color="red"
          variant="light"
          radius="lg"
          icon={<Icon name="warning" />}
          title="Nobody can publish to this endpoint"
        >
          {endpoint.problem}
        </Alert>
      )}
      {endpoint.readOnly && (
        <Alert
          color="gray"
          variant="light"
          radius="lg"
          icon={<Icon name="lock" />}
          data-testid="read-only"
          styles={{ message: { color: 'var(--mantine-color-text)' } }}
        >
          This endpoint stands in the server’s configuration file: change it there and start the
          server again. Publishing, watching and ending its sessions work as everywhere.
        </Alert>
      )}
    </>
  );
}
