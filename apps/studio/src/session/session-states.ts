import type { MantineColor } from '@mantine/core';
import type { ClientState } from '@whipway/client';

/** What a page shows of its session; `idle`, `preparing`, `waiting` and `failed` are the page's own. */
export type ShownState = ClientState | 'idle' | 'preparing' | 'waiting' | 'failed';

interface StateRow {
  readonly publish: string;
  readonly watch: string;
  readonly color: MantineColor;
  /** True: something is under way. */
  readonly busy: boolean;
}

// biome-ignore format: one row a line, read it as a table
export const SHOWN_STATES = {
  idle:         { publish: 'Ready',             watch: 'Stopped',               color: 'gray',   busy: false },
  preparing:    { publish: 'Getting the source', watch: 'Connecting',           color: 'yellow', busy: true },
  waiting:      { publish: 'Waiting',           watch: 'Waiting for a publisher', color: 'yellow', busy: true },
  new:          { publish: 'Connecting',        watch: 'Connecting',            color: 'yellow', busy: true },
  negotiating:  { publish: 'Connecting',        watch: 'Connecting',            color: 'yellow', busy: true },
  connecting:   { publish: 'Connecting',        watch: 'Connecting',            color: 'yellow', busy: true },
  connected:    { publish: 'Live',              watch: 'Playing',               color: 'red',    busy: false },
  disconnected: { publish: 'Reconnecting',      watch: 'Reconnecting',          color: 'orange', busy: true },
  closed:       { publish: 'Ended',             watch: 'Ended',                 color: 'gray',   busy: false },
  failed:       { publish: 'Failed',            watch: 'Failed',                color: 'red',    busy: false },
} as const satisfies Record<ShownState, StateRow>;
