import { existsSync } from 'node:fs';
import type { Clock, Logger } from '@whipway/core';
import { Turns } from '../endpoints/turns.js';
import type { EndpointStore, StoredEndpoint } from './endpoint-store.js';
import { hasCopy, writeCopy } from './last-good-copy.js';
import { type Database, loadLibsql, type Statement } from './libsql.js';
import { openDatabase } from './open-database.js';
import { StoreError } from './store-error.js';
import { readEndpoint, readEndpoints } from './stored-row.js';
import { explained, reading, transaction } from './transaction.js';

/** The last good copy follows a change after this time, milliseconds. */
const COPY_DELAY = 1_000;

const INSERT = `INSERT INTO endpoints (id, input, created_at, updated_at, revision, instance)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`;
const REPLACE = `UPDATE endpoints SET input = ?, created_at = ?, updated_at = ?, revision = ?, instance = ?
  WHERE id = ? AND revision = ?`;
const REMOVE = 'DELETE FROM endpoints WHERE id = ? AND revision = ?';
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
    return this.#isThere() ? await this.#read(readEndpoints) : [];
  }

  async find(id: string): Promise<StoredEndpoint | undefined> {
    if (!this.#isThere()) return undefined;
    return await this.#read((database) => readEndpoint(database, id));
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
    if (!this.#isThere()) return undefined;
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

  /** Or should be: what has a copy is opened, to be told that it is lost. */
  #isThere(): boolean {
    return existsSync(this.#path) || hasCopy(this.#path);
  }

  #read<Value>(act: (database: Database) => Value): Promise<Value> {
    return this.#turn((database) => reading(database, this.#path, () => act(database)));
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
    const options = { load: this.#load, copyFailed: (error: unknown) => this.#warnOfCopy(error) };
    this.#database ??= openDatabase(this.#path, options).catch((error: unknown) => {
      this.#database = undefined;
      throw error;
    });
    return this.#database;
  }

  /** A copy that is due anyway is not put off: steady changes would never let it come. */
  #copySoon(database: Database): void {
    this.#cancelCopy ??= this.#clock.after(COPY_DELAY, () => {
      void this.#turns.take('database', () => this.#copy(database));
    });
  }

  async #copy(database: Database): Promise<void> {
    this.#cancelCopy?.();
    this.#cancelCopy = undefined;
    try {
      // What cannot be read must not take the place of what can.
      await reading(database, this.#path, () => readEndpoints(database));
      await writeCopy(database, this.#path);
    } catch (error) {
      this.#warnOfCopy(error);
    }
  }

  /** The file itself is well; only its copy is older than it could be. */
  #warnOfCopy(error: unknown): void {
    this.#logger.warn('the last good copy of the endpoints could not be written', { error });
  }
}

function secretOf(statement: Statement, name: string): string | undefined {
  const [found] = statement.all(name) as readonly { readonly value?: string }[];
  return found?.value;
}
