import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Path of the file that every Jest run adds its figures to (count-reporter.mjs). */
export const COUNTS_VARIABLE = 'WHIPWAY_TEST_COUNTS';

/** Tests, not files; a file that cannot even be loaded is one failed test. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Sum over all runs in the file; zeros when no run wrote one. */
export function readCounts(file: string): TestCounts {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines
    .map((line) => JSON.parse(line) as TestCounts)
    .reduce(add, { passed: 0, failed: 0, skipped: 0 });
}

export function addCounts(file: string, counts: TestCounts): void {
  appendFileSync(file, `${JSON.stringify(counts)}\n`);
}

function add(sum: TestCounts, run: TestCounts): TestCounts {
  return {
    passed: sum.passed + run.passed,
    failed: sum.failed + run.failed,
    skipped: sum.skipped + run.skipped,
  };
}

/** `12 passed, 0 failed, 3 skipped` */
export function describeCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
