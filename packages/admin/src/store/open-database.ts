import { dirname } from 'node:path';
import { clearDrafts, restoreAdvice, writeCopy } from './last-good-copy.js';
import { type Database, loadLibsql } from './libsql.js';
import { checkVersion, MIGRATIONS, migrate, versionOf } from './migrations.js';
import { codeOf, whenFree } from './patience.js';
import { makePrivateFile, syncToDisk } from './private-file.js';
import { StoreError } from './store-error.js';

/** SQLite's words for a file that is damaged, or none. */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT'];

/**
 * Opens the file, makes it if it is not there, checks it, and brings it to the newest version.
 *
 * @throws StoreError in a sentence that names the file
 */
export async function openDatabase(
  path: string,
  migrations: readonly string[] = MIGRATIONS,
  load: typeof loadLibsql = loadLibsql,
): Promise<Database> {
  const Libsql = await load();
  return await explained(path, async () => {
    makePrivateFile(path);
    syncToDisk(dirname(path));
    const database = await whenFree(path, () => checked(new Libsql(path), path, migrations.length));
    try {
      await bringUpToDate(database, path, migrations);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
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

async function bringUpToDate(database: Database, path: string, migrations: readonly string[]) {
  clearDrafts(path);
  const version = await transaction(database, path, () => versionOf(database));
  if (version > 0 && version < migrations.length) await writeCopy(database, path);
  await transaction(database, path, () => migrate(database, migrations));
}

function checkHealth(database: Database): void {
  const [row] = database.pragma('quick_check') as readonly { readonly quick_check?: string }[];
  if (row?.quick_check !== 'ok')
    throw Object.assign(new Error(row?.quick_check ?? 'no answer'), { code: 'SQLITE_CORRUPT' });
}

/**
 * All or nothing, waiting for other processes. Only `exec` may meet a busy file: a prepared statement
 * that did so stays open, and what later ones write is then not committed.
 */
export async function transaction<Value>(
  database: Database,
  path: string,
  act: () => Value,
): Promise<Value> {
  await whenFree(path, () => database.exec('BEGIN IMMEDIATE'));
  try {
    const value = act();
    await whenFree(path, () => database.exec('COMMIT'));
    return value;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** SQLite may have done it by itself. */
function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There is no transaction any more.
  }
}

/** Runs `act`; what SQLite and the file system say becomes a sentence. @throws StoreError */
export async function explained<Value>(path: string, act: () => Promise<Value>): Promise<Value> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const code = codeOf(error);
    if (DAMAGED.some((damaged) => code.startsWith(damaged)))
      throw new StoreError('corrupt', `${path} is damaged. ${restoreAdvice(path)}`, error);
    throw new StoreError('failed', `${path} cannot be used (${code || String(error)}).`, error);
  }
}
