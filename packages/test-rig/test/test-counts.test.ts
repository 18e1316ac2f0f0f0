import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addCounts, describeCounts, readCounts } from '../src/test-counts.js';

const reporter = fileURLToPath(new URL('../count-reporter.mjs', import.meta.url));
const jest = fileURLToPath(new URL('../../../node_modules/jest/bin/jest.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whipway-counts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

/** A real Jest run over the folder, its reporter told to write into `counts`. */
function runJest(counts: string | undefined, ...patterns: readonly string[]) {
  const args = [jest, ...patterns, `--rootDir=${folder}`, `--reporters=${reporter}`];
  const { WHIPWAY_TEST_COUNTS: _, ...env } = process.env;
  return spawnSync(process.execPath, args, {
    cwd: folder,
    env: counts ? { ...env, WHIPWAY_TEST_COUNTS: counts } : env,
    encoding: 'utf8',
  });
}

describe('the reporter', () => {
  beforeAll(() => {
    write('package.json', '{}');
    write('good.test.js', "it('a', () => {}); it('b', () => {}); it.skip('c', () => {});");
    write('bad.test.js', "it('d', () => { throw new Error('no'); }); it.todo('e');");
    write('broken.test.js', "require('./nowhere');");
  });

  it('adds the figures of each run', () => {
    const counts = join(folder, 'counts');
    expect(runJest(counts, 'good').status).toBe(0);
    expect(readCounts(counts)).toEqual({ passed: 2, failed: 0, skipped: 1 });
    expect(runJest(counts, 'bad').status).toBe(1);
    expect(readCounts(counts)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it('counts a file that cannot be loaded as one failed test', () => {
    const counts = join(folder, 'broken-counts');
    expect(runJest(counts, 'broken').status).toBe(1);
    expect(readCounts(counts)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('writes nothing when it is not asked to', () => {
    const ran = runJest(undefined, 'good');
    expect(ran).toMatchObject({ status: 0, stdout: '' });
  });
});

it('sums nothing to zeros', () => {
  expect(describeCounts(readCounts(join(folder, 'absent')))).toBe('0 passed, 0 failed, 0 skipped');
});

it('adds sums of other files', () => {
  const counts = join(folder, 'sums');
  addCounts(counts, { passed: 1, failed: 2, skipped: 3 });
  addCounts(counts, { passed: 10, failed: 20, skipped: 30 });
  expect(describeCounts(readCounts(counts))).toBe('11 passed, 22 failed, 33 skipped');
});
