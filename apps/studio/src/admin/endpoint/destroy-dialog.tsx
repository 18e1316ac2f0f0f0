import { useState } from 'react';
import { announce } from '../../frame/announce.js';
import { ConfirmDialog } from '../parts/confirm-dialog.js';
import { useManagement } from '../parts/management.js';

interface DestroyDialogProps {
  readonly id: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks before an endpoint is destroyed. */
export function DestroyDialog({ id, opened, onClose }: DestroyDialogProps) {
  const { api, live } = useManagement();
  const [left, setLeft] = useState(false);
  const destroy = async () => {
    await api.destroy(id);
    setLeft(true);
    announce(`Endpoint ${id} is destroyed.`);
    window.location.hash = '#/endpoints';
    live.take({ type: 'endpoint-deleted', id });
  };
  return (
    <ConfirmDialog
      title={`Destroy ${id}?`}
      text="Its URL and tokens stop working at once, and everybody on it is disconnected. This cannot be undone."
      action="Destroy endpoint"
      testId="confirm-destroy"
      opened={opened && !left}
      onClose={onClose}
      onConfirm={destroy}
    />
  );
}
