import { expect } from '@jest/globals';
import { ADMIN_ROWS } from './admin-rows.js';
import { ENDPOINT_ROWS } from './endpoint-rows.js';
import { type AskedGalene, Asking, type Rows } from './galene-asking.js';
import { RESOURCE_ROWS } from './resource-rows.js';

/** What the adapter relies on: true of the fake and of a real Galene alike, or the fake is wrong. */
export const ROWS: Rows = { ...ENDPOINT_ROWS, ...RESOURCE_ROWS, ...ADMIN_ROWS };

/** Measured too, but asked of no Galene here, each with the reason. */
export const UNASKED = {
  'POST to a locked group: 500':
    'only an operator on a WebSocket locks a group; the fake’s lever does',
  'POST to a group that has expired: 500': 'the fake knows no time limit of groups',
  'POST with another canonicalHost: 301':
    'it is a setting of the whole server; the fake’s lever does',
  'POST with a JWT: 201': 'the fake takes keys, and checks no signature',
  'the ICE servers in Link lines': 'a real one gathers from them first, and outside nobody answers',
  'a session that nobody connects to is over after 30 s':
    'too long for a row; chromium.live.test.ts waits for it',
} as const;

export async function expectRow(galene: AskedGalene, name: string): Promise<void> {
  const [expected, row] = ROWS[name] ?? [];
  expect(await row?.(new Asking(galene))).toEqual(expected);
}
