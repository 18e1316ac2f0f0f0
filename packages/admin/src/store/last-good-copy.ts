import { chmodSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from './libsql.js';
import { whenFree } from './patience.js';
import { makePrivateFile, PRIVATE, syncToDisk } from './private-file.js';

/** A copy takes a moment; a draft that is older than this belongs to nobody any more, milliseconds. */
const OLD_DRAFT = 10 * 60_000;

/** The copy of a file that was well, beside it. */
export function copyPath(path: string): string {
  return `${path}.last-good`;
}

export function hasCopy(path: string): boolean {
  return statSync(copyPath(path), { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The copy of a file as it was in an older format, beside it. */
export function formatPath(path: string, version: number): string {
  return `${path}.format-${version}`;
}

/** Writes a copy: whole or not at all. @param copy default: the last good copy */
export async function writeCopy(
  database: Database,
  path: string,
  copy: string = copyPath(path),
): Promise<void> {
  // Another process may write a copy at the same time, in another container even with the same id.
  const draft = `${draftPrefix(path)}${crypto.randomUUID()}`;
  try {
    // VACUUM INTO takes an empty file, and keeps what its owner may do.
    makePrivateFile(draft);
    await whenFree(path, () => database.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`));
    chmodSync(draft, PRIVATE);
    syncToDisk(draft);
    renameSync(draft, copy);
    syncToDisk(dirname(path));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Removes what processes that died on the way have left; others may be at work. */
export function clearDrafts(path: string): void {
  const folder = dirname(path);
  const prefix = basename(draftPrefix(path));
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix)) continue;
    const draft = join(folder, name);
    const age = Date.now() - (statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > OLD_DRAFT) rmSync(draft, { force: true });
  }
}

function draftPrefix(path: string): string {
  return `${path}.copying-`;
}

/** How to get the copy back, for a person; says so when there is none. */
export function restoreAdvice(path: string): string {
  const copy = copyPath(path);
  if (!hasCopy(path)) return 'There is no copy of it. Move it away to start with an empty one.';
  const since = statSync(copy).mtime.toISOString();
  const aside = existsSync(path) ? `mv ${path} ${path}.bad && ` : '';
  return `Its last good copy, of ${since}, is ${copy}. To go on with that: ${aside}cp ${copy} ${path}`;
}
