import { Button, Stack, Text } from '@mantine/core';
import { Icon } from '../appearance/icon.js';
import { CopyField } from '../session/copy-field.js';

/** The link to give to viewers. */
export function WatchLink({ url, live }: { readonly url: string; readonly live: boolean }) {
  return (
    <Stack component="section" className="card" p="lg" gap="sm" aria-label="Watch link">
      <CopyField label="Watch link" value={url} testId="watch-link" />
      <Button
        component="a"
        href={url}
        target="_blank"
        rel="noreferrer"
        variant="light"
        rightSection={<Icon name="open" size={16} />}
      >
        Watch in a new tab
      </Button>
      <Text size="xs" c="dimmed">
        {live ? 'You are live: viewers see you now.' : 'Viewers wait there until you are live.'}
      </Text>
    </Stack>
  );
}
