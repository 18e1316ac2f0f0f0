import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { memoryStore, SqliteStore, StoreError } from '../src/index.js';
import { loadLibsql } from '../src/store/libsql.js';
import { MIGRATIONS, migrate, versionOf } from '../src/store/migrations.js';
import { openDatabase } from '../src/store/open-database.js';
import { collectingLogger } from './support/collecting-logger.js';
import { ManualClock } from './support/manual-clock.js';
import { kept, openStore, storePath } from './support/store-file.js';

/** What a call is refused with. */
async function fault(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StoreError)) throw new Error(`expected a StoreError, got ${error}`);
  return error;
}

/** SQL of the test's own on a file at rest. */
async function onFile(path: string, ...statements: readonly string[]): Promise<void> {
  const database = new (await loadLibsql())(path);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** A file at rest with one endpoint in it, and its copy. */
async function oneKept(): Promise<string> {
  const path = storePath();
  const { store } = openStore(path);
  await store.insert(kept('a'));
  await store.close();
  return path;
}

/** Whoever runs the tests, nothing can be renamed to where a folder is. */
function blockCopy(path: string, copy = `${path}.last-good`): void {
  rmSync(copy, { force: true });
  mkdirSync(join(copy, 'in the way'), { recursive: true });
}

describe.each([
  ['in memory', () => memoryStore()],
  ['in a file', () => openStore(storePath()).store],
])('a store %s', (_, make) => {
  it('keeps, replaces and removes by revision', async () => {
    const store = make();
    expect(await store.load()).toEqual([]);
    expect(await store.insert(kept('a'))).toBe(true);
    expect(await store.insert(kept('a', 'other'))).toBe(false);
    expect(await store.replace(kept('a', 'r2'), 'r1')).toBe(true);
    expect(await store.replace(kept('a', 'r3'), 'r1')).toBe(false);
    expect(await store.replace(kept('b', 'r3'), 'r1')).toBe(false);
    expect(await store.load()).toEqual([kept('a', 'r2')]);
    expect([await store.find('a'), await store.find('b')]).toEqual([kept('a', 'r2'), undefined]);
    expect(await store.remove('a', 'r1')).toBe(false);
    expect(await store.remove('a', 'r2')).toBe(true);
    expect(await store.load()).toEqual([]);
  });

  it('keeps a secret once', async () => {
    const store = make();
    expect(await store.secret('key')).toBeUndefined();
    expect(await store.keepSecret('key', 'one')).toBe('one');
    expect(await store.keepSecret('key', 'two')).toBe('one');
    expect(await store.secret('key')).toBe('one');
  });
});

describe('the file', () => {
  it('is made with the first thing to keep, for this user only, and nothing lies beside it', async () => {
    const path = storePath();
    const { store } = openStore(path);
    await store.load();
    await store.secret('key');
    expect(existsSync(dirname(path))).toBe(false);
    await store.insert(kept('a'));
    const modes = [dirname(path), path, `${path}.last-good`].map((name) => statSync(name).mode);
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '600', '600']);
    await store.close();
    expect(readdirSync(dirname(path)).sort()).toEqual(['endpoints.db', 'endpoints.db.last-good']);
  });

  it('has everything when it is opened again, and by another store meanwhile', async () => {
    const path = storePath();
    const one = openStore(path).store;
    await one.insert(kept('a'));
    const other = openStore(path).store;
    expect(await other.load()).toEqual([kept('a')]);
    await other.insert(kept('b'));
    expect(await one.insert(kept('b'))).toBe(false);
    expect(await one.load()).toEqual([kept('a'), kept('b')]);
  });

  it('takes nothing after close', async () => {
    const { store } = openStore(storePath());
    await store.insert(kept('a'));
    await store.close();
    await store.close();
    expect((await fault(store.insert(kept('b')))).message).toBe('The server is shutting down.');
  });

  it('waits for another process, five seconds at most', async () => {
    const path = storePath();
    const { store } = openStore(path);
    await store.insert(kept('a'));
    const database = new (await loadLibsql())(path);
    database.exec('BEGIN IMMEDIATE');
    const waiting = store.insert(kept('b'));
    setTimeout(() => database.exec('COMMIT'), 200);
    expect(await waiting).toBe(true);
    database.exec('BEGIN IMMEDIATE');
    expect(await fault(store.insert(kept('c')))).toMatchObject({ fault: 'busy' });
    database.exec('COMMIT');
    database.close();
    // What was refused is not there, and what comes later is safe.
    expect(await store.insert(kept('d'))).toBe(true);
    const other = openStore(path).store;
    expect((await other.load()).map(({ id }) => id)).toEqual(['a', 'b', 'd']);
  }, 20_000);

  it('is as safe as SQLite can make it, and nothing lies beside it', async () => {
    const database = await openDatabase(storePath());
    expect(database.pragma('synchronous')).toEqual([{ synchronous: 3 }]);
    expect(database.pragma('journal_mode')).toEqual([{ journal_mode: 'delete' }]);
    database.close();
  });

  it('that nobody can write is read all the same', async () => {
    const path = await oneKept();
    rmSync(`${path}.last-good`);
    await asNobodyWhoWrites(path, async () => {
      const { store, logger } = openStore(path);
      expect(await store.load()).toEqual([kept('a')]);
      expect(await store.secret('key')).toBeUndefined();
      expect((await fault(store.insert(kept('b')))).message).toContain('SQLITE_READONLY');
      expect(logger.lines.join()).toContain('copy of the endpoints could not be written');
      await store.close();
    });
  });

  it('is read while another process writes it, when that is through', async () => {
    const path = await oneKept();
    const { store } = openStore(path);
    await store.load();
    const database = new (await loadLibsql())(path);
    database.exec('BEGIN EXCLUSIVE');
    const waiting = store.load();
    setTimeout(() => database.exec('COMMIT'), 200);
    expect(await waiting).toEqual([kept('a')]);
    database.close();
    expect(await store.insert(kept('b'))).toBe(true);
    expect(await openStore(path).store.load()).toHaveLength(2);
  });

  it('says so when it cannot be written', async () => {
    const inTheWay = storePath();
    await openStore(inTheWay).store.insert(kept('a'));
    const path = `${inTheWay}/below/endpoints.db`;
    expect(await fault(openStore(path).store.insert(kept('a')))).toMatchObject({
      fault: 'failed',
      message: `${path} cannot be used (ENOTDIR).`,
    });
  });
});

describe('a machine that libsql cannot be loaded on', () => {
  const absent = () =>
    loadLibsql(() => Promise.reject(new Error("Cannot find module '@libsql/x'\nRequire stack:")));

  it('starts without what is kept, says so, and refuses to keep more', async () => {
    const path = storePath();
    await openStore(path).store.insert(kept('a'));
    const logger = collectingLogger();
    const store = new SqliteStore(path, new ManualClock(), logger, absent);
    expect(store.kind).toBe('file');
    expect(await store.load()).toEqual([]);
    expect(store.kind).toBe('unavailable');
    expect(logger.lines.join()).toContain(path);
    const error = await fault(store.insert(kept('b')));
    expect(error.fault).toBe('missing-binary');
    expect(error.message).toBe(
      `Endpoints cannot be kept: libsql cannot be loaded on ${process.platform} ${process.arch} (Cannot find module '@libsql/x'). Put them into the configuration.`,
    );
    await store.close();
  });

  it('can install the package all the same: libsql is optional', () => {
    const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
    const manifest = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    expect(manifest['dependencies']).not.toHaveProperty('libsql');
    expect(manifest['optionalDependencies']).toHaveProperty('libsql');
  });
});

describe('the last good copy', () => {
  it('follows the changes, a second later and at close', async () => {
    const path = storePath();
    const copied = async () =>
      (await openStore(`${path}.last-good`).store.load()).map(({ id }) => id);
    const { store, clock } = openStore(path);
    await store.insert(kept('a'));
    await store.insert(kept('b'));
    expect(await copied()).toEqual([]);
    clock.advance(1_000);
    await store.load();
    expect(await copied()).toEqual(['a', 'b']);
    await store.insert(kept('c'));
    await store.close();
    expect(await copied()).toEqual(['a', 'b', 'c']);
  });

  it('that cannot be written is told, and stops nothing', async () => {
    const path = storePath();
    mkdirSync(join(`${path}.last-good`, 'in the way'), { recursive: true });
    const { store, logger } = openStore(path);
    expect(await store.insert(kept('a'))).toBe(true);
    expect(await store.load()).toEqual([kept('a')]);
    expect(logger.lines.join()).toContain('warn the last good copy');
    await store.close();
    expect(readdirSync(dirname(path)).filter((name) => name.includes('copying'))).toEqual([]);
  });

  it('does not keep the drafts of processes that died', async () => {
    const path = storePath();
    await openStore(path).store.insert(kept('a'));
    writeFileSync(`${path}.copying-1`, 'half');
    const anHourAgo = Date.now() / 1_000 - 3_600;
    utimesSync(`${path}.copying-1`, anHourAgo, anHourAgo);
    await openStore(path).store.load();
    expect(existsSync(`${path}.copying-1`)).toBe(false);
  });

  it('leaves the drafts of processes that live alone, also of one with the same id', async () => {
    const path = storePath();
    const { store } = openStore(path);
    await store.insert(kept('a'));
    const drafts = [`${path}.copying-${process.pid}`, `${path}.copying-other`];
    for (const draft of drafts) writeFileSync(draft, 'under way');
    await store.insert(kept('b'));
    await store.close();
    await openStore(path).store.load();
    expect(drafts.map((draft) => readFileSync(draft, 'utf8'))).toEqual(['under way', 'under way']);
  });

  it('is for this user only, whatever the one before it was', async () => {
    const path = storePath();
    const { store } = openStore(path);
    await store.insert(kept('a'));
    chmodSync(path, 0o644);
    chmodSync(`${path}.last-good`, 0o644);
    await store.close();
    expect(statSync(`${path}.last-good`).mode & 0o777).toBe(0o600);
  });

  it('comes though changes never stop', async () => {
    const path = storePath();
    const { store, clock } = openStore(path);
    for (let count = 0; count < 4; count += 1) {
      await store.insert(kept(`id-${count}`));
      clock.advance(400);
    }
    await store.load();
    const copied = await openStore(`${path}.last-good`).store.load();
    expect(copied.map(({ id }) => id)).toEqual(['id-0', 'id-1', 'id-2']);
  });

  it('that cannot be written is a warning, at the start and later', async () => {
    const path = await oneKept();
    blockCopy(path);
    const { store, logger } = openStore(path);
    expect(await store.load()).toEqual([kept('a')]);
    expect(await store.insert(kept('b'))).toBe(true);
    await store.close();
    expect(logger.lines.filter((line) => line.startsWith('warn the last good copy'))).toHaveLength(
      2,
    );
    expect(readdirSync(dirname(path)).filter((name) => name.includes('copying'))).toEqual([]);
    expect(await openStore(path).store.load()).toEqual([kept('a'), kept('b')]);
  });

  it('is not replaced by a file with a row that cannot be read, while the server runs', async () => {
    const path = await oneKept();
    const copy = readFileSync(`${path}.last-good`);
    const { store, logger } = openStore(path);
    await store.insert(kept('b'));
    await onFile(path, `UPDATE endpoints SET input = 'x' WHERE id = 'a'`);
    await store.close();
    expect(readFileSync(`${path}.last-good`).equals(copy)).toBe(true);
    expect(logger.lines.join()).toContain('could not be written');
  });
});

describe('a damaged file', () => {
  // biome-ignore format: one row a line, read it as a table
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['its first bytes',  (bytes) => bytes.fill(0x21, 0, 100)],
    ['a page',           (bytes) => bytes.fill(0xff, 4_096 + 8, 8_192)],
    ['its end cut off',  (bytes) => bytes.subarray(0, 5_000)],
    ['other text',       () => Buffer.from('not what it was'.repeat(1_000))],
  ])('(%s) is refused with its path, and the advice brings the copy back', async (_, damage) => {
    const path = storePath();
    const first = openStore(path).store;
    for (let count = 0; count < 40; count += 1) await first.insert(kept(`id-${count}`));
    await first.close();
    const damaged = damage(readFileSync(path));
    writeFileSync(path, damaged);
    const { store } = openStore(path);
    const error = await fault(store.load());
    expect(error.fault).toBe('corrupt');
    expect(error.message).toContain(`${path} is damaged`);
    expect(await fault(store.insert(kept('new')))).toMatchObject({ fault: 'corrupt' });
    expect(readFileSync(path).equals(damaged)).toBe(true);
    const [, advice = ''] = /To go on with that: (.*)$/.exec(error.message) ?? [];
    await runShell(advice);
    expect(await openStore(path).store.load()).toHaveLength(40);
    expect(existsSync(`${path}.bad`)).toBe(true);
  });

  // biome-ignore format: one row a line, read it as a table
  it.each<[string, (path: string) => Promise<void> | void, string]>([
    ['with a row that is not what was written', (path) => onFile(path, `UPDATE endpoints SET input = '{"token"'`), 'is damaged'],
    ['of no bytes',                             (path) => truncateSync(path),                                      'is empty'],
    ['that is gone',                            (path) => rmSync(path),                                            'is gone'],
  ])('%s is refused, and its copy stays until somebody takes it', async (_, damage, how) => {
    const path = await oneKept();
    const copy = readFileSync(`${path}.last-good`);
    await damage(path);
    for (let start = 0; start < 2; start += 1) {
      const { store } = openStore(path);
      const error = await fault(store.load());
      expect(error).toMatchObject({ fault: 'corrupt' });
      expect(error.message).toContain(`${path} ${how}`);
      expect(await fault(store.insert(kept('b')))).toMatchObject({ fault: 'corrupt' });
      expect(await fault(store.secret('key'))).toMatchObject({ fault: 'corrupt' });
      await store.close();
      expect(readFileSync(`${path}.last-good`).equals(copy)).toBe(true);
      const [, advice = ''] = /To go on with that: (.*)$/.exec(error.message) ?? [];
      if (start > 0) await runShell(advice);
    }
    expect(await openStore(path).store.load()).toEqual([kept('a')]);
  });

  it('without a copy says what to do', async () => {
    const path = storePath();
    const first = openStore(path).store;
    await first.insert(kept('a'));
    await first.close();
    await runShell(`rm ${path}.last-good`);
    writeFileSync(path, 'garbage'.repeat(1_000));
    expect((await fault(openStore(path).store.load())).message).toContain('There is no copy');
  });
});

describe('versions', () => {
  it('an older file is brought up, with everything in it and a copy of what it was', async () => {
    const path = await oneKept();
    const next = [...MIGRATIONS, "ALTER TABLE endpoints ADD COLUMN note TEXT DEFAULT 'none';"];
    const database = await openDatabase(path, { migrations: next });
    expect(database.prepare('SELECT id, note FROM endpoints').all()).toEqual([
      { id: 'a', note: 'none' },
    ]);
    expect(database.pragma('user_version')).toEqual([{ user_version: 2 }]);
    database.close();
    const again = await openDatabase(path, { migrations: next });
    expect(again.pragma('user_version')).toEqual([{ user_version: 2 }]);
    again.close();
    expect(await fault(openStore(path).store.load())).toMatchObject({ fault: 'newer' });
    expect(statSync(`${path}.format-1`).mode & 0o777).toBe(0o600);
    copyFileSync(`${path}.format-1`, path);
    expect(await openStore(path).store.load()).toEqual([kept('a')]);
  });

  it('an older file that cannot be copied is not brought up', async () => {
    const path = await oneKept();
    const before = readFileSync(path);
    blockCopy(path, `${path}.format-1`);
    const migrations = [...MIGRATIONS, 'CREATE TABLE more (x);'];
    expect((await fault(openDatabase(path, { migrations }))).message).toContain(path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('a step that spoils a row is taken back, and neither copy is touched', async () => {
    const path = await oneKept();
    const [file, copy] = [readFileSync(path), readFileSync(`${path}.last-good`)];
    const migrations = [...MIGRATIONS, "UPDATE endpoints SET input = 'x';"];
    expect(await fault(openDatabase(path, { migrations }))).toMatchObject({ fault: 'corrupt' });
    expect(readFileSync(`${path}.last-good`).equals(copy)).toBe(true);
    expect(await openStore(path).store.load()).toEqual([kept('a')]);
    expect(readFileSync(path).length).toBe(file.length);
  });

  it('never goes back: a version that another process has brought up meanwhile stays', async () => {
    const path = await oneKept();
    await onFile(path, 'PRAGMA user_version = 7');
    const database = new (await loadLibsql())(path);
    migrate(database, MIGRATIONS);
    expect(versionOf(database)).toBe(7);
    database.close();
  });

  it('a step that fails leaves the file as it was', async () => {
    const path = await oneKept();
    const broken = [...MIGRATIONS, 'CREATE TABLE half (x); SELECT * FROM nothing;'];
    await expect(openDatabase(path, { migrations: broken })).rejects.toThrow(StoreError);
    expect(await openStore(path).store.load()).toEqual([kept('a')]);
    await onFile(path, 'CREATE TABLE half (x)');
  });

  it('a newer file is refused, and stays as it is', async () => {
    const path = await oneKept();
    await onFile(path, 'PRAGMA user_version = 7');
    const before = readFileSync(path);
    const error = await fault(openStore(path).store.load());
    expect(error.fault).toBe('newer');
    expect(error.message).toContain(`${path} was written by a newer Whipway (format 7`);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('a file of another program is refused', async () => {
    const path = await oneKept();
    const foreign = `${path}.foreign`;
    await onFile(foreign, 'CREATE TABLE theirs (x)', 'PRAGMA user_version = 1');
    expect(await fault(openStore(foreign).store.load())).toMatchObject({ fault: 'foreign' });
  });
});

/** Runs `act` as somebody who may only read the file and its folder; root would be stopped by nothing. */
async function asNobodyWhoWrites(path: string, act: () => Promise<void>): Promise<void> {
  const folder = dirname(path);
  chmodSync(dirname(folder), 0o755);
  chmodSync(path, 0o444);
  chmodSync(folder, 0o555);
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    await act();
  } finally {
    if (root) process.seteuid?.(0);
    chmodSync(folder, 0o700);
  }
}

async function runShell(command: string): Promise<void> {
  const { execFileSync } = await import('node:child_process');
  execFileSync('sh', ['-c', command]);
}
