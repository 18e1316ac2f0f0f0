import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { printRoute, type Route } from '../address/route.js';
import { Icon } from '../appearance/icon.js';
import { endpointIdFault } from './endpoint-id.js';

interface EndpointFormProps {
  readonly id: string;
  readonly token: string;
  readonly onId: (id: string) => void;
  readonly onToken: (token: string) => void;
}

/** Which endpoint, with which token. Both go into the address's fragment and nowhere else. */
export function EndpointForm({ id, token, onId, onToken }: EndpointFormProps) {
  const fault = endpointIdFault(id);
  const go = (page: Route['page']) => {
    if (!fault) window.location.hash = printRoute({ page, id, token: token.trim() });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go('publish');
  };
  return (
    <Stack component="section" className="card" p="lg" gap="md" h="100%">
      <div>
        <Title order={2} fz="lg">
          From this browser
        </Title>
        <Text size="sm" c="dimmed">
          Your camera, or a generated test picture with sound.
        </Text>
      </div>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label="Endpoint"
            description="Its id in the server’s configuration"
            data-testid="start-endpoint"
            value={id}
            error={id ? fault : undefined}
            autoCapitalize="none"
            spellCheck={false}
            onChange={({ currentTarget }) => onId(currentTarget.value.trim())}
          />
          <PasswordInput
            label="Token"
            description="Printed by the server when it starts, or set in its configuration"
            data-testid="start-token"
            value={token}
            autoComplete="off"
            onChange={({ currentTarget }) => onToken(currentTarget.value)}
          />
          <FormButtons disabled={fault !== undefined} onWatch={() => go('watch')} />
        </Stack>
      </form>
    </Stack>
  );
}

interface FormButtonsProps {
  readonly disabled: boolean;
  readonly onWatch: () => void;
}

function FormButtons({ disabled, onWatch }: FormButtonsProps) {
  return (
    <Group grow preventGrowOverflow={false} mt={4}>
      <Button type="submit" size="md" disabled={disabled} leftSection={<Icon name="broadcast" />}>
        Publish
      </Button>
      <Button
        size="md"
        variant="default"
        disabled={disabled}
        leftSection={<Icon name="play" />}
        onClick={onWatch}
      >
        Watch
      </Button>
    </Group>
  );
}
