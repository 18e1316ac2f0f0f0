import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  clearDrafts,
  copyPath,
  formatPath,
  hasCopy,
  restoreAdvice,
  writeCopy,
} from './last-good-copy.js';
import { type Database, loadLibsql } from './libsql.js';
import { checkVersion, MIGRATIONS, migrate, versionOf } from './migrations.js';
import { whenFree } from './patience.js';
import { makePrivateFile, syncToDisk } from './private-file.js';
import { StoreError } from './store-error.js';
import { readEndpoints } from './stored-row.js';
import { explained, reading, transaction } from './transaction.js';

export interface OpenOptions {
  readonly migrations?: readonly string[];
  readonly load?: typeof loadLibsql;
  /** Told when the file is well, but the last good copy of it could not be written. */
  readonly copyFailed?: (error: unknown) => void;
}

/**
 * Opens the file, makes it if it is not there, checks it, and brings it to the newest version. Only a
 * file whose every endpoint can be read becomes the last good copy.
 *
 * @throws StoreError in a sentence that names the file
 */
export async function openDatabase(
  path: string,
  { migrations = MIGRATIONS, load = loadLibsql, copyFailed = () => {} }: OpenOptions = {},
): Promise<Database> {
  const Libsql = await load();
  return await explained(path, async () => {
    makeFile(path);
    const database = await whenFree(path, () => checked(new Libsql(path), path, migrations.length));
    try {
      await bringUpToDate(database, path, migrations);
      await copyOf(database, path).catch(copyFailed);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * The copy is looked for first: the file is there before its copy, so that what another process is
 * just making is never taken for lost.
 */
function makeFile(path: string): void {
  const copied = hasCopy(path);
  if (existsSync(path)) return;
  if (copied) throw lost(path, 'is gone');
  makePrivateFile(path);
  syncToDisk(dirname(path));
}

/** A connection that met a busy file is of no use any more; see {@link transaction}. */
function checked(database: Database, path: string, newest: number): Database {
  try {
    // One file and nothing beside it when it is at rest; EXTRA also syncs the folder.
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = EXTRA');
    checkHealth(database);
    checkVersion(database, path, newest);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A file that is up to date is only read: it may be one that nobody can write. */
async function bringUpToDate(database: Database, path: string, migrations: readonly string[]) {
  const version = await reading(database, path, () => versionOf(database));
  if (version >= migrations.length) {
    await reading(database, path, () => readEndpoints(database));
    return;
  }
  if (version > 0) await writeCopy(database, path, formatPath(path, version));
  await transaction(database, path, () => {
    if (versionOf(database) === 0 && hasCopy(path)) throw lost(path, 'is empty');
    migrate(database, migrations);
    readEndpoints(database);
  });
}

async function copyOf(database: Database, path: string): Promise<void> {
  clearDrafts(path);
  await writeCopy(database, path);
}

/** There were endpoints, and the copy may be all that is left of them. */
function lost(path: string, how: string): StoreError {
  const anew = `To start with an empty one, move ${copyPath(path)} away.`;
  return new StoreError('corrupt', `${path} ${how}. ${anew} ${restoreAdvice(path)}`);
}

function checkHealth(database: Database): void {
  const [row] = database.pragma('quick_check') as readonly { readonly quick_check?: string }[];
  if (row?.quick_check !== 'ok')
    throw Object.assign(new Error(row?.quick_check ?? 'no answer'), { code: 'SQLITE_CORRUPT' });
}
