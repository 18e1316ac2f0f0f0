import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiError } from '../api/api-error.js';
import { Icon } from './icon.js';

interface ApiErrorPanelProps {
  readonly error: unknown;
  readonly retry?: (() => void) | undefined;
}

/** Title and detail of a failed request. */
export function apiErrorWords(error: unknown): { title: string; detail: string } {
  if (error instanceof ApiError) return { title: error.title, detail: error.detail };
  const detail = error instanceof Error ? error.message : String(error);
  return { title: 'Something went wrong', detail };
}

/** A request that failed, announced to screen readers. */
export function ApiErrorPanel({ error, retry }: ApiErrorPanelProps) {
  const { title, detail } = apiErrorWords(error);
  return (
    <Alert
      role="alert"
      data-testid="error-message"
      color="red"
      variant="light"
      radius="lg"
      icon={<Icon name="warning" />}
      title={title}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 16rem">
          {detail}
        </Text>
        {retry && (
          <Button size="xs" variant="light" color="red" onClick={retry}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  );
}
