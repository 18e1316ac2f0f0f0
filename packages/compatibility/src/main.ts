// pnpm matrix: runs the suites and writes docs/compatibility.md, or compares it with a run.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { BACKEND_TABLE } from './backend-table.js';
import { CLIENT_TABLE } from './client-table.js';
import { differences, failuresOf, shownCells, writableTable } from './compare.js';
import { compatibilityDocument } from './document.js';
import { DOCUMENT, runSuites } from './run-suites.js';
import type { Table } from './table.js';
import { readResults, type TestResult } from './test-result.js';
import { versions } from './versions.js';

const TABLES: readonly Table[] = [BACKEND_TABLE, CLIENT_TABLE];

interface Options {
  readonly from?: string;
  readonly check?: string;
}

const command = new Command('pnpm matrix')
  .description('Writes docs/compatibility.md from the results of the live suites.')
  .option('--from <file>', 'take the results of an earlier run, with WHIPWAY_TEST_RESULTS=<file>')
  .option('--check <file>', 'write nothing; fail where the document contradicts these results')
  .action(({ from, check }: Options) => {
    if (check !== undefined) compare(readResults(path(check)));
    else write(from === undefined ? newResults() : readResults(path(from)));
  });

/** pnpm starts scripts in the repository's root, whatever folder they were called from. */
function path(given: string): string {
  return resolve(process.env['INIT_CWD'] ?? '.', given);
}

function newResults(): readonly TestResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-matrix-'));
  try {
    const file = join(folder, 'results');
    writeFileSync(file, '');
    runSuites(TABLES, file);
    return readResults(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(results: readonly TestResult[]): void {
  const failures = TABLES.flatMap((table) => failuresOf(table, results));
  if (failures.length > 0) fail('Nothing was written, because of:', failures);
  else writeDocument(results);
}

function writeDocument(results: readonly TestResult[]): void {
  const tables = TABLES.map((table) => [table, writableTable(table, results)] as const);
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(DOCUMENT, compatibilityDocument({ date, versions: versions(), tables }));
  console.log(`docs/compatibility.md is written, from ${results.length} test results.`);
}

function compare(results: readonly TestResult[]): void {
  const document = existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '';
  const found = TABLES.flatMap((table) => differences(document, table, results));
  const counts = TABLES.flatMap((table) => [...shownCells(table, results)]);
  if (found.length > 0)
    fail('docs/compatibility.md is not true of this run; pnpm matrix writes it:', found);
  else if (counts.every(([, count]) => count === 0))
    fail(
      'There is nothing to compare docs/compatibility.md with: no result of a live suite is in',
      ['the file that --check names.'],
    );
  else
    console.log(
      `docs/compatibility.md agrees with this run. Cells shown: ${counts.map(([column, count]) => `${column} ${count}`).join(', ')}.`,
    );
}

function fail(title: string, lines: readonly string[]): void {
  console.error([title, ...lines.map((line) => `  ${line}`)].join('\n'));
  process.exitCode = 1;
}

command.parse();
