import type { Database } from './libsql.js';
import { StoreError } from './store-error.js';

/** "WHIP": tells our files from those of other programs. */
export const APPLICATION_ID = 0x57484950;

/**
 * How a file of version n becomes one of version n + 1; the first makes an empty one ours. What was
 * published is never changed: a new version is another entry.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE endpoints (
     id TEXT PRIMARY KEY,
     input TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL,
     revision TEXT NOT NULL,
     instance TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   PRAGMA application_id = ${APPLICATION_ID};`,
];

/** The version of a file: 0 for an empty one. */
export function versionOf(database: Database): number {
  return numberOf(database.pragma('user_version'), 'user_version');
}

/**
 * Refuses files that are not ours or that a newer server wrote.
 *
 * @throws StoreError `foreign`, `newer`
 */
export function checkVersion(database: Database, path: string, newest: number): void {
  const application = numberOf(database.pragma('application_id'), 'application_id');
  const version = versionOf(database);
  const tables = database.prepare('SELECT name FROM sqlite_schema').all();
  if (application !== APPLICATION_ID && (version !== 0 || tables.length > 0))
    throw new StoreError(
      'foreign',
      `${path} is a database of another program. Name another file in store.file.`,
    );
  if (version > newest)
    throw new StoreError(
      'newer',
      `${path} was written by a newer Whipway (format ${version}, this one knows ${newest}). Use that version, or another file in store.file.`,
    );
}

/** Brings a file to the newest version, inside a transaction. What a newer process did stays. */
export function migrate(database: Database, migrations: readonly string[]): void {
  const version = versionOf(database);
  if (version >= migrations.length) return;
  const steps = migrations.slice(version).join('\n');
  database.exec(`${steps}\nPRAGMA user_version = ${migrations.length};`);
}

function numberOf(rows: unknown, name: string): number {
  const [row] = rows as readonly Readonly<Record<string, number>>[];
  return row?.[name] ?? 0;
}
