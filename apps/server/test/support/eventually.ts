import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the check passes; its last failure is thrown after fifteen seconds. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(20);
    }
  }
}
