import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Pictures in a recording: their names stand in the archive as they are. */
const PICTURE = /\.jpeg/;

/**
 * Records all that a tab shows while a story runs, as a Playwright trace: every click with the page
 * before and after it, pictures as in a film, requests. To look at one: `npx playwright show-trace FILE`.
 *
 * The folder is the one that WHIPWAY_RECORDINGS names; otherwise a temporary one, which stays when the
 * story fails. Where a recording stays is printed.
 *
 * @throws Error when nothing was recorded, and whatever the story throws
 */
export async function recordStory(
  tab: Page,
  name: string,
  story: () => Promise<void>,
): Promise<void> {
  const chosen = process.env['WHIPWAY_RECORDINGS'];
  const folder = chosen || mkdtempSync(join(tmpdir(), 'whipway-recording-'));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.zip`);
  const { tracing } = tab.context();
  await tracing.start({ screenshots: true, snapshots: true, title: name });
  let failed = true;
  try {
    await story();
    failed = false;
  } finally {
    await tracing.stop({ path });
    if (chosen || failed) console.info(`the run is recorded in ${path}`);
  }
  const recorded = PICTURE.test(readFileSync(path, 'latin1'));
  if (!chosen) rmSync(folder, { recursive: true, force: true });
  if (!recorded) throw new Error('the recording has no pictures');
}
