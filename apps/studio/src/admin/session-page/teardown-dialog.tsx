import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../../frame/announce.js';
import type { Session } from '../api/wire.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { useManagement } from '../parts/management.js';

interface TeardownDialogProps {
  readonly session: Session;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Characters that the server keeps of a note. */
const LONGEST_NOTE = 200;

/** Asks before a session is ended, and for the reason. */
export function TeardownDialog({ session, opened, onClose }: TeardownDialogProps) {
  const { api } = useManagement();
  const [note, setNote] = useState('');
  const end = async () => {
    await api.tearDown(session.name, note.trim());
    announce('The session is ended.');
  };
  return (
    <ConfirmDialog
      title="Tear this session down?"
      text={
        session.kind === 'publish'
          ? 'The publisher is disconnected, and with it everybody who watches. It may come back: to keep it out, change the endpoint’s token.'
          : 'This viewer is disconnected. It may come back.'
      }
      action="Tear down"
      testId="confirm-teardown"
      opened={opened}
      onClose={onClose}
      onConfirm={end}
    >
      <TextInput
        label="Note"
        description="Why, for the session’s record and the log. Can stay empty."
        data-testid="teardown-note"
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </ConfirmDialog>
  );
}
