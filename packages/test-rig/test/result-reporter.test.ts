import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const reporter = fileURLToPath(new URL('../result-reporter.mjs', import.meta.url));
const jest = join(root, 'node_modules/jest/bin/jest.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whipway-results-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('package.json', '{}');
  write(
    'good.test.js',
    "describe('a', () => describe('b', () => { it('c', () => {}); it.skip('d', () => {}); }));",
  );
  write('bad.test.js', "it('e', () => { throw new Error('no'); }); it.todo('f');");
  write('broken.test.js', "require('./nowhere');");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A real Jest run over the folder. @returns the lines that the reporter wrote */
function runJest(results: string | undefined): readonly unknown[] {
  const args = [jest, '--runInBand', `--rootDir=${folder}`, `--reporters=${reporter}`];
  const { WHIPWAY_TEST_RESULTS: _, ...environment } = process.env;
  const env = results ? { ...environment, WHIPWAY_TEST_RESULTS: results } : environment;
  spawnSync(process.execPath, args, { cwd: folder, env });
  if (!results || !existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line)).sort((a, b) => (a.file < b.file ? -1 : 1));
}

it('writes a line for each test: its file, its suites, its title and what became of it', () => {
  const file = (name: string) => relative(root, join(folder, name));
  expect(runJest(join(folder, 'results'))).toEqual([
    { file: file('bad.test.js'), suite: '', title: 'e', outcome: 'failed' },
    { file: file('bad.test.js'), suite: '', title: 'f', outcome: 'skipped' },
    { file: file('broken.test.js'), suite: '', title: '', outcome: 'failed' },
    { file: file('good.test.js'), suite: 'a › b', title: 'c', outcome: 'passed' },
    { file: file('good.test.js'), suite: 'a › b', title: 'd', outcome: 'skipped' },
  ]);
}, 30_000);

it('writes nothing unless it is told where', () => {
  expect(runJest(undefined)).toEqual([]);
}, 30_000);
