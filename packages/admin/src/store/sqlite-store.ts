import { existsSync } from 'node:fs';
import type { Clock, Logger } from '@whipway/core';
import { z } from 'zod';
import { Turns } from '../endpoints/turns.js';
import type { EndpointStore, StoredEndpoint } from './endpoint-store.js';
import { writeCopy } from './last-good-copy.js';
import { type Database, loadLibsql, type Statement } from './libsql.js';
import { MIGRATIONS } from './migrations.js';
import { explained, openDatabase, transaction } from './open-database.js';
import { StoreError } from './store-error.js';

/** The last good copy follows the latest change after this time, milliseconds. */
const COPY_DELAY = 1_000;

const row = z.object({
  id: z.string(),
  input: z.string(),
  created_at: z.number(),
  updated_at: z.number(),
  revision: z.string(),
  instance: z.string(),
});

const INSERT = `INSERT INTO endpoints (id, input, created_at, updated_at, revision, instance)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
const REPLACE = `UPDATE endpoints SET input = ?, created_at = ?, updated_at = ?, revision = ?, instance = ?
  WHERE id = ? AND revision = ?`;
const REMOVE = 'DELETE FROM endpoints WHERE id = ? AND revision = ?';
const LIST = 'SELECT id, input, created_at, updated_at, revision, instance FROM endpoints';
const SECRET = 'SELECT value FROM secrets WHERE name = ?';
const KEEP_SECRET = 'INSERT INTO secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING';

/** An embedded store in one file, which is made with the first thing that is to be kept. */
export class SqliteStore implements EndpointStore {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #load: typeof loadLibsql;
  readonly #turns = new Turns();
  #usable = true;
  #closed = false;
  #database: Promise<Database> | undefined;
  #cancelCopy: (() => void) | undefined;

  /** @param load gives SQLite; default: libsql */
  constructor(path: string, clock: Clock, logger: Logger, load: typeof loadLibsql = loadLibsql) {
    this.#path = path;
    this.#clock = clock;
    this.#logger = logger;
    this.#load = load;
  }

  get kind(): EndpointStore['kind'] {
    return this.#usable ? 'file' : 'unavailable';
  }

  /** Without a binary for this machine nothing is kept, and the server starts all the same. */
  async load(): Promise<readonly StoredEndpoint[]> {
    try {
      await this.#load();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#usable = false;
      const file = existsSync(this.#path) ? { unread: this.#path } : {};
      this.#logger.warn('endpoints cannot be made by the API', { reason: error.message, ...file });
      return [];
    }
    if (!existsSync(this.#path)) return [];
    return await this.#read((database) => database.prepare(LIST).all().map(toEndpoint));
  }

  insert(endpoint: StoredEndpoint): Promise<boolean> {
    const { id, input, createdAt, updatedAt, revision, instance } = endpoint;
    const values = [id, JSON.stringify(input), createdAt, updatedAt, revision, instance];
    return this.#write(INSERT, values);
  }

  replace(endpoint: StoredEndpoint, old: string): Promise<boolean> {
    const { id, input, createdAt, updatedAt, revision, instance } = endpoint;
    const values = [JSON.stringify(input), createdAt, updatedAt, revision, instance, id, old];
    return this.#write(REPLACE, values);
  }

  remove(id: string, revision: string): Promise<boolean> {
    return this.#write(REMOVE, [id, revision]);
  }

  async secret(name: string): Promise<string | undefined> {
    if (!existsSync(this.#path)) return undefined;
    return await this.#read((database) => secretOf(database.prepare(SECRET), name));
  }

  async keepSecret(name: string, made: string): Promise<string> {
    await this.#write(KEEP_SECRET, [name, made]);
    return (await this.secret(name)) ?? made;
  }

  async close(): Promise<void> {
    await this.#turns.idle();
    this.#closed = true;
    const database = await this.#database?.catch(() => undefined);
    if (!database) return;
    if (this.#cancelCopy) await this.#copy(database);
    this.#database = undefined;
    database.close();
  }

  #read<Value>(act: (database: Database) => Value): Promise<Value> {
    return this.#turn((database) => transaction(database, this.#path, () => act(database)));
  }

  /** True when a row was written. */
  #write(sql: string, values: readonly unknown[]): Promise<boolean> {
    return this.#turn(async (database) => {
      const { changes } = await transaction(database, this.#path, () =>
        database.prepare(sql).run(...values),
      );
      if (changes > 0) this.#copySoon(database);
      return changes > 0;
    });
  }

  /** One at a time: a transaction of another call must not get in between. */
  #turn<Value>(act: (database: Database) => Promise<Value>): Promise<Value> {
    return this.#turns.take('database', () =>
      explained(this.#path, async () => await act(await this.#open())),
    );
  }

  /** A file that could not be opened is tried again by the next call. */
  #open(): Promise<Database> {
    if (this.#closed) throw new StoreError('failed', 'The server is shutting down.');
    this.#database ??= this.#openAndCopy().catch((error: unknown) => {
      this.#database = undefined;
      throw error;
    });
    return this.#database;
  }

  async #openAndCopy(): Promise<Database> {
    const database = await openDatabase(this.#path, MIGRATIONS, this.#load);
    await this.#copy(database);
    return database;
  }

  #copySoon(database: Database): void {
    this.#cancelCopy?.();
    this.#cancelCopy = this.#clock.after(COPY_DELAY, () => {
      void this.#turns.take('database', () => this.#copy(database));
    });
  }

  /** The file itself is well; only its copy is older than it could be. */
  async #copy(database: Database): Promise<void> {
    this.#cancelCopy?.();
    this.#cancelCopy = undefined;
    try {
      await writeCopy(database, this.#path);
    } catch (error) {
      this.#logger.warn('the last good copy of the endpoints could not be written', { error });
    }
  }
}

/** @throws with SQLite's code for a damaged file when a row is not what was written */
function toEndpoint(value: unknown): StoredEndpoint {
  const { id, input, created_at, updated_at, revision, instance } = row.parse(value);
  try {
    const parsed = z.record(z.string(), z.unknown()).parse(JSON.parse(input));
    return { id, input: parsed, createdAt: created_at, updatedAt: updated_at, revision, instance };
  } catch (cause) {
    throw Object.assign(new Error(`endpoint ${id} cannot be read`, { cause }), {
      code: 'SQLITE_CORRUPT',
    });
  }
}

function secretOf(statement: Statement, name: string): string | undefined {
  const [found] = statement.all(name) as readonly { readonly value?: string }[];
  return found?.value;
}
