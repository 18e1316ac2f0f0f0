import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { PageHead } from '../parts/page-head.js';
import { EndedSessions } from './ended-sessions.js';
import { LiveSessions } from './live-sessions.js';

const SHOWN = [
  { value: 'live', label: 'Live now' },
  { value: 'ended', label: 'Ended' },
] as const;

/** All sessions of the server: who is there now, and who was. */
export function SessionsPage() {
  const [shown, setShown] = useState<'live' | 'ended'>('live');
  return (
    <>
      <PageHead title="Sessions" />
      <Stack gap="md">
        <SegmentedControl
          aria-label="Show"
          data={[...SHOWN]}
          value={shown}
          onChange={setShown}
          w="fit-content"
          data-testid="sessions-shown"
        />
        {shown === 'live' ? <LiveSessions /> : <EndedSessions />}
      </Stack>
    </>
  );
}
