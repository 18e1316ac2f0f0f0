import { setTimeout as sleep } from 'node:timers/promises';

/** Looks every 20 ms, for 20 s at most. @throws Error */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const start = Date.now(); !condition(); await sleep(20))
    if (Date.now() - start > 20_000) throw new Error(`not in time: ${what}`);
}
