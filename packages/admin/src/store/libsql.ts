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
 * Loads libsql when it is first needed: it is an optional dependency, because it has no binary for
 * some platforms, and a server without it is still a server.
 *
 * @throws StoreError `missing-binary`
 */
export async function loadLibsql(
  load: () => Promise<unknown> = importLibsql,
): Promise<DatabaseClass> {
  try {
    return (await load()) as DatabaseClass;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      'missing-binary',
      `Endpoints cannot be kept: libsql cannot be loaded on ${process.platform} ${process.arch} (${firstLine(cause)}). Put them into the configuration.`,
      error,
    );
  }
}

/** Node lists every place it has looked at below the first line. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
