import { restoreAdvice } from './last-good-copy.js';
import type { Database } from './libsql.js';
import { codeOf, whenFree } from './patience.js';
import { StoreError } from './store-error.js';

/** SQLite's words for a file that is damaged, or none. */
const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_FORMAT'];

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

/** Reads as of one moment. The file may be one that this process cannot write. */
export async function reading<Value>(
  database: Database,
  path: string,
  act: () => Value,
): Promise<Value> {
  await whenFree(path, () => beginToRead(database));
  try {
    return act();
  } finally {
    rollBack(database);
  }
}

/** A plain BEGIN locks nothing yet; the first look does, and must not be a prepared statement. */
function beginToRead(database: Database): void {
  database.exec('BEGIN');
  try {
    database.exec('SELECT count(*) FROM sqlite_schema');
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
