import { expect } from '@jest/globals';

/** Waits up to two seconds for something that other code brings about. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 400; left > 0; left -= 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await holds()).toBe(true);
}
