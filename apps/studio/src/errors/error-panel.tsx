import { Alert, Box, Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../appearance/icon.js';
import { errorWords } from './error-words.js';

interface ErrorPanelProps {
  readonly error: unknown;
  /** Label of the button and what it does; without it there is no button. */
  readonly retry?: { readonly label: string; readonly action: () => void };
  /** A way out, below the words. */
  readonly children?: ReactNode;
}

/** A failure in words, announced to screen readers. */
export function ErrorPanel({ error, retry, children }: ErrorPanelProps) {
  const { title, detail, advice } = errorWords(error);
  return (
    <Alert
      data-testid="error-message"
      role="alert"
      color="red"
      variant="light"
      radius="lg"
      icon={<Icon name="warning" />}
      title={title}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 16rem">
          {[detail, advice].filter(Boolean).join(' ')}
        </Text>
        {retry && (
          <Button size="xs" variant="light" color="red" onClick={retry.action}>
            {retry.label}
          </Button>
        )}
      </Group>
      {children && <Box mt="sm">{children}</Box>}
    </Alert>
  );
}
