import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until it holds. */
export async function eventually(
  check: () => boolean | Promise<boolean>,
  what: string,
  patience = 10_000,
): Promise<void> {
  const end = Date.now() + patience;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${what}`);
    await sleep(20);
  }
}
