import { StoreError } from './store-error.js';

/** What is used of a prepared statement. */
export interface Statement {
  run(...values: readonly unknown[]): { readonly changes: number };
  all(...values: readonly unknown[]): readonly unknown[];
}

/** What is used of libsql, SQLite with a native binary of its own. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  pragma(source: string): unknown;
  close(): void;
}

type DatabaseClass = new (path: string) => Database;

async function importLibsql(): Promise<unknown> {
  const { default: loaded } = await import('libsql');
  return loaded;
}

/**
 * Loads libsql when it is first needed: its binary is not there on every platform, and a server
 * without it is still a server.
 *
 * @throws StoreError `missing-binary`
 */
export async function loadLibsql(
  load: () => Promise<unknown> = importLibsql,
): Promise<DatabaseClass> {
  try {
    return (await load()) as DatabaseClass;
  } catch (error) {
    throw new StoreError(
      'missing-binary',
      `Endpoints cannot be kept: libsql has no binary for ${process.platform} ${process.arch}. Put them into the configuration.`,
      error,
    );
  }
}
