import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Table } from './table.js';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Names the file that `result-reporter.mjs` writes into. */
const RESULTS_VARIABLE = 'WHIPWAY_TEST_RESULTS';

/**
 * Runs every live suite in the private network, then the other files that the tables name. Failing
 * tests are no error here: the results tell.
 */
export function runSuites(tables: readonly Table[], results: string): void {
  const environment = { ...process.env, [RESULTS_VARIABLE]: results };
  const runLive = fileURLToPath(import.meta.resolve('@whipway/test-rig/run-live'));
  run([runLive], ROOT, environment);
  for (const [folder, files] of pureFiles(tables)) {
    const jest = ['--experimental-vm-modules', join(ROOT, 'node_modules/jest/bin/jest.js')];
    run([...jest, ...files], join(ROOT, folder), environment);
  }
}

function run(args: readonly string[], folder: string, environment: NodeJS.ProcessEnv): void {
  const { error } = spawnSync(process.execPath, [...args], {
    cwd: folder,
    env: environment,
    stdio: 'inherit',
  });
  if (error) throw error;
}

/** By package, relative to it. */
function pureFiles(tables: readonly Table[]): ReadonlyMap<string, readonly string[]> {
  const byFolder = new Map<string, string[]>();
  for (const file of namedFiles(tables)) {
    if (file.includes('.live.')) continue;
    const folder = file.split('/').slice(0, 2).join('/');
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), relative(folder, file)]);
  }
  return byFolder;
}

/** Every test file that a table names, once. */
export function namedFiles(tables: readonly Table[]): readonly string[] {
  const proofs = tables.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.proofs)));
  const tests = proofs.flatMap((proof) =>
    'tests' in proof ? [...proof.tests, ...(proof.gap ? [proof.gap] : [])] : [],
  );
  return [...new Set(tests.map(({ file }) => file))];
}

/** Where the document is. */
export const DOCUMENT = join(ROOT, 'docs/compatibility.md');
