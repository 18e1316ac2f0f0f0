import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from './libsql.js';
import { whenFree } from './patience.js';
import { makePrivateFile, syncToDisk } from './private-file.js';

/** The copy of a file that was well, beside it. */
export function copyPath(path: string): string {
  return `${path}.last-good`;
}

/** Writes the copy: whole or not at all. */
export async function writeCopy(database: Database, path: string): Promise<void> {
  const draft = `${path}.copying-${process.pid}`;
  rmSync(draft, { force: true });
  // VACUUM INTO takes an empty file, and keeps what its owner may do.
  makePrivateFile(draft);
  try {
    await whenFree(path, () => database.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`));
    syncToDisk(draft);
    renameSync(draft, copyPath(path));
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncToDisk(dirname(path));
}

/** What processes that died on the way have left. */
export function clearDrafts(path: string): void {
  const folder = dirname(path);
  const drafts = readdirSync(folder).filter((name) =>
    name.startsWith(`${basename(path)}.copying-`),
  );
  for (const name of drafts) rmSync(join(folder, name), { force: true });
}

/** How to get the copy back, for a person; says so when there is none. */
export function restoreAdvice(path: string): string {
  const copy = copyPath(path);
  if (!existsSync(copy)) return 'There is no copy of it. Move it away to start with an empty one.';
  const since = statSync(copy).mtime.toISOString();
  return `Its last good copy, of ${since}, is ${copy}. To go on with that: mv ${path} ${path}.bad && cp ${copy} ${path}`;
}
