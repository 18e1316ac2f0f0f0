import { ConfirmDialog } from '../parts/confirm-dialog.js';

interface InterruptionDialogProps {
  /** Who is disconnected, such as `the publisher and 2 viewers`. */
  readonly who: string | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onSave: () => void;
}

/** Asks before a change is saved that disconnects somebody. */
export function InterruptionDialog({ who, opened, onClose, onSave }: InterruptionDialogProps) {
  return (
    <ConfirmDialog
      title="Save and disconnect?"
      text={`The backend takes other options only for sessions that start anew: saving disconnects ${who ?? 'nobody any more'}. Everybody may come back at once.`}
      action="Save and disconnect"
      testId="confirm-interruption"
      opened={opened}
      onClose={onClose}
      // What comes of it is told in the form.
      onConfirm={async () => onSave()}
    />
  );
}
