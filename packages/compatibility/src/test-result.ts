import { readFileSync } from 'node:fs';

/** One test of one run, as `result-reporter.mjs` of test-rig writes it. */
export interface TestResult {
  /** Of the repository: `packages/core/test/session.test.ts`. */
  readonly file: string;
  /** The `describe` blocks around it, from the outside, with ` › ` between. */
  readonly suite: string;
  /** Empty: the whole file could not be run. */
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

/**
 * The results in a file; of a test that was run again, the last one.
 *
 * @throws Error when a line is no result
 */
export function readResults(path: string): readonly TestResult[] {
  const results = new Map<string, TestResult>();
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    const result = JSON.parse(line) as TestResult;
    results.set([result.file, result.suite, result.title].join('\n'), result);
  }
  return [...results.values()];
}
