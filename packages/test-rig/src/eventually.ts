import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 20;

/**
 * Polls until it holds.
 *
 * @param what tells, in the error, what was waited for
 * @param patience milliseconds
 * @throws Error when it does not hold in time; whatever `check` throws
 */
export async function eventually(
  check: () => boolean | Promise<boolean>,
  what: string,
  patience = 10_000,
): Promise<void> {
  const end = Date.now() + patience;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
    await sleep(POLL_MILLISECONDS);
  }
}

/** Waits for so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return sleep(milliseconds);
}
