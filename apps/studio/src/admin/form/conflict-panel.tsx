import { Alert, Button, Group, List, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Icon } from '../parts/icon.js';
import { draftChanges } from './draft-changes.js';
import type { EndpointDraft } from './endpoint-draft.js';

interface ConflictPanelProps {
  readonly mine: EndpointDraft;
  readonly theirs: EndpointDraft;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}

/** Somebody else saved first: shows how the two versions differ, and lets one choose. */
export function ConflictPanel({ mine, theirs, onMine, onTheirs }: ConflictPanelProps) {
  const changes = draftChanges(theirs, mine);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <Alert
      ref={panel}
      tabIndex={-1}
      role="alert"
      data-testid="conflict"
      color="orange"
      radius="lg"
      icon={<Icon name="warning" />}
      title="Somebody else changed this endpoint"
    >
      <Text size="sm">
        {changes.length > 0
          ? 'Nothing of yours is lost. This is where your version differs from the saved one:'
          : 'Their version is the same as yours.'}
      </Text>
      <List size="sm" my="xs" spacing={4}>
        {changes.map(({ label, before, after }) => (
          <List.Item key={label}>
            <strong>{label}</strong>: saved is {before}, yours is {after}
          </List.Item>
        ))}
      </List>
      <Group gap="xs" mt="sm">
        <Button size="xs" variant="default" onClick={onTheirs} data-testid="conflict-theirs">
          Take the saved version
        </Button>
        <Button size="xs" onClick={onMine} data-testid="conflict-mine">
          Go on with mine
        </Button>
      </Group>
    </Alert>
  );
}
