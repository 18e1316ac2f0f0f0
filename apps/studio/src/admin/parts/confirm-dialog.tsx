import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ApiErrorPanel } from './api-error-panel.js';

interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** Label of the button that does it. */
  readonly action: string;
  readonly testId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** A failure is shown in the dialog, which stays open. */
  readonly onConfirm: () => Promise<void>;
  /** More to fill in. */
  readonly children?: ReactNode;
}

/** Asks before something that cannot be undone. The focus goes back to where it came from. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, action, testId, opened, onClose, onConfirm, children } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      centered
      radius="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      styles={{ title: { fontWeight: 700, fontSize: 18, overflowWrap: 'anywhere' } }}
    >
      <Stack gap="md">
        <Text size="sm">{text}</Text>
        {children}
        {error !== undefined && <ApiErrorPanel error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red.9" loading={busy} data-testid={testId} onClick={() => void confirm()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
