import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const reporter = fileURLToPath(new URL('../exit-reporter.mjs', import.meta.url));
const jest = fileURLToPath(new URL('../../../node_modules/jest/bin/jest.js', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whipway-exit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A real Jest run of one test file, which must end within 20 s. */
function runJest(test: string) {
  const settings = { reporters: [[reporter, { afterMilliseconds: 300 }]] };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ jest: settings }));
  writeFileSync(join(folder, 'only.test.js'), test);
  return spawnSync(process.execPath, [jest], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
}

it('fails a run that leaves something open', () => {
  const open = "require('node:net').createServer().listen(0, '127.0.0.1')";
  const { status, stderr } = runJest(`it('passes', () => { ${open}; });`);
  expect(status).toBe(1);
  expect(stderr).toContain('Still running 0.3 s after the last test');
}, 30_000);

it('lets a run alone that ends by itself', () => {
  const { status, stderr } = runJest("it('passes', () => {});");
  expect(status).toBe(0);
  expect(stderr).not.toContain('Still running');
}, 30_000);
