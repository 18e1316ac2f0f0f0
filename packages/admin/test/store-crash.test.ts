import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { StoredEndpoint } from '../src/index.js';
import { copyPath } from '../src/store/last-good-copy.js';
import { loadLibsql } from '../src/store/libsql.js';
import { checkVersion, MIGRATIONS } from '../src/store/migrations.js';
import { readEndpoints } from '../src/store/stored-row.js';
import { kept, openStore, storePath } from './support/store-file.js';

const WRITER = fileURLToPath(new URL('support/writer.mjs', import.meta.url));
const BUILT = fileURLToPath(new URL('../dist/index.js', import.meta.url));
if (!existsSync(BUILT)) throw new Error(`${BUILT} is not there: build packages/admin first`);

/** The rounds go on for this long, milliseconds, and at least a few. */
const ROUND_TIME = 4_000;
const LEAST_ROUNDS = 4;
const MOST_ROUNDS = 20;

const running: ChildProcess[] = [];
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
});

function startWriter(...args: readonly (string | number)[]) {
  const child = spawn(process.execPath, [WRITER, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  let faults = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    faults += text;
  });
  return {
    child,
    ended: once(child, 'close'),
    begun: once(child.stdout, 'data'),
    /** Whole lines only: the last may have been cut off by the kill. */
    lines: () => output.split('\n').slice(0, -1),
    faults: () => faults,
  };
}

/** The revision that each id must have by what was acknowledged; `gone` for none. */
function promised(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const [revision = '', id = ''] = line.split(' ');
      return [id, revision];
    }),
  );
}

/** The id that the writer was at. */
function latestOf(lines: readonly string[]): string | undefined {
  return lines.at(-1)?.split(' ')[1];
}

/** What was promised and is not so. The latest id may be one step further than acknowledged. */
function brokenPromises(
  promises: ReadonlyMap<string, string>,
  found: readonly StoredEndpoint[],
  latest: string | undefined,
): readonly string[] {
  const revisions = new Map(found.map(({ id, revision }) => [id, revision]));
  const STEPS = ['r1', 'r2', 'gone'];
  return [...promises]
    .filter(([id, revision]) => {
      const is = revisions.get(id) ?? 'gone';
      const further = id === latest && STEPS.indexOf(is) > STEPS.indexOf(revision);
      return is !== revision && !further;
    })
    .map(([id, revision]) => `${id}: ${revision} was promised, it is ${revisions.get(id)}`);
}

/** Waits until a copy is under way, a second at most. @returns how many were seen */
async function untilCopying(path: string): Promise<number> {
  const drafts = () =>
    readdirSync(dirname(path)).filter((name) => name.includes('.copying-')).length;
  const left = drafts();
  const end = Date.now() + 1_000;
  while (Date.now() < end) {
    if (drafts() > left) return 1;
    await sleep(1);
  }
  return 0;
}

/** Whether the last good copy is whole. @throws when it is not ours, or an endpoint cannot be read */
async function soundCopy(path: string): Promise<boolean> {
  const copy = new (await loadLibsql())(copyPath(path));
  try {
    checkVersion(copy, path, MIGRATIONS.length);
    const [row] = copy.pragma('integrity_check') as readonly Readonly<Record<string, string>>[];
    readEndpoints(copy);
    return row?.['integrity_check'] === 'ok';
  } finally {
    copy.close();
  }
}

describe('kill -9 while a process writes', () => {
  it('loses nothing that was acknowledged, and the file opens clean', async () => {
    const path = storePath();
    const promises = new Map<string, string>();
    const end = Date.now() + ROUND_TIME;
    let rounds = 0;
    let acknowledged = 0;
    let drafts = 0;
    for (; rounds < MOST_ROUNDS && (rounds < LEAST_ROUNDS || Date.now() < end); rounds += 1) {
      const writer = startWriter(path, 'loop', `round${rounds}`, 0);
      await Promise.race([writer.begun, writer.ended]);
      if (rounds % 2 === 0) await sleep(Math.random() * 150);
      else drafts += await untilCopying(path);
      writer.child.kill('SIGKILL');
      await writer.ended;
      expect(writer.faults()).toBe('');
      expect(await soundCopy(path)).toBe(true);
      const lines = writer.lines();
      acknowledged += lines.length;
      for (const [id, revision] of promised(lines)) promises.set(id, revision);
      const { store } = openStore(path);
      const found = await store.load();
      expect(brokenPromises(promises, found, latestOf(lines))).toEqual([]);
      // The next round is judged by what is there now, and by what is gone.
      for (const id of promises.keys()) promises.set(id, 'gone');
      for (const { id, revision } of found) promises.set(id, revision);
      await store.close();
    }
    expect(rounds).toBeGreaterThanOrEqual(LEAST_ROUNDS);
    expect(acknowledged).toBeGreaterThan(rounds);
    expect(drafts).toBeGreaterThan(0);
  }, 60_000);

  it('while the file is being made leaves one that opens', async () => {
    for (let round = 0; round < 3; round += 1) {
      const path = storePath();
      const writer = startWriter(path, 'loop', 'first', 0);
      while (!existsSync(path)) await sleep(1);
      await sleep(round * 2);
      writer.child.kill('SIGKILL');
      await writer.ended;
      const { store } = openStore(path);
      const found = await store.load();
      const lines = writer.lines();
      expect(brokenPromises(promised(lines), found, latestOf(lines))).toEqual([]);
      expect(await store.insert(kept('after'))).toBe(true);
    }
  }, 60_000);
});

describe('two processes that write at the same time', () => {
  it('lose nothing of each other', async () => {
    const path = storePath();
    const { store } = openStore(path);
    await store.insert({ ...kept('shared'), input: { count: 0 } });
    const TIMES = 12;
    const writers = ['one', 'two'].map((name) => startWriter(path, 'share', name, TIMES));
    for (const writer of writers) {
      await writer.ended;
      expect([writer.lines(), writer.faults()]).toEqual([['done'], '']);
    }
    const found = await store.load();
    expect(found).toHaveLength(1 + 2 * TIMES);
    expect(found.find(({ id }) => id === 'shared')?.input['count']).toBe(2 * TIMES);
  }, 60_000);
});
