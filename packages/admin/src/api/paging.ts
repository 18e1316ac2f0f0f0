import { AdminError } from '../errors/admin-error.js';
import type { Page } from '../wire/index.js';

/**
 * A page of a list. Its cursor names the last entry that was shown, not a count, so that what comes
 * and goes meanwhile neither repeats nor hides an entry.
 *
 * @param list its name: a cursor of another list is none
 * @param all everything that fits, in order
 * @param keyOf what the cursor names
 * @param isAfter whether an entry comes after the one a cursor names, which may be gone
 */
export function pageOf<Item>(
  list: string,
  all: readonly Item[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  keyOf: (item: Item) => string,
  isAfter: (item: Item, key: string) => boolean,
): Page<Item> {
  const key = cursor === undefined ? undefined : readCursor(list, cursor);
  const start = key === undefined ? 0 : all.findIndex((item) => isAfter(item, key));
  const items = start < 0 ? [] : all.slice(start, start + limit);
  const last = items.at(-1);
  const goesOn = last !== undefined && start + items.length < all.length;
  return { items, total: all.length, ...(goesOn ? { next: writeCursor(list, keyOf(last)) } : {}) };
}

/** Nobody is to make one up, so it looks like nothing. */
function writeCursor(list: string, key: string): string {
  return btoa(`${list}:${key}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function readCursor(list: string, cursor: string): string {
  const text = decode(cursor);
  if (!text?.startsWith(`${list}:`)) {
    const problems = [{ path: 'cursor', message: 'is none that this server gave' }];
    throw new AdminError('query-invalid', 'Use the `next` of the page before.', { problems });
  }
  return text.slice(list.length + 1);
}

function decode(cursor: string): string | undefined {
  try {
    return atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return undefined;
  }
}
