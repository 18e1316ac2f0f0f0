import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from './store-error.js';

/** How long another process may hold the file, milliseconds. */
const PATIENCE = 5_000;

/** Milliseconds between two tries: a little by chance, so that two processes do not keep step. */
const PAUSE = { least: 2, more: 20 } as const;

export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Tries again while another process has the file. @throws StoreError `busy`; whatever else it throws */
export async function whenFree<Value>(path: string, act: () => Value): Promise<Value> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return act();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (Date.now() > deadline)
        throw new StoreError('busy', `Another process holds ${path}. Try again.`, error);
    }
    await sleep(PAUSE.least + Math.random() * PAUSE.more);
  }
}
