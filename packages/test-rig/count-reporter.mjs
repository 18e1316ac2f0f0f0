import { appendFileSync } from 'node:fs';

/**
 * A Jest reporter that adds this run's figures to the file named by WHIPWAY_TEST_COUNTS, one JSON
 * line a run. Plain JavaScript, because the first suites run before anything is built.
 */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const { WHIPWAY_TEST_COUNTS: file } = process.env;
    if (!file) return;
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = results;
    const counts = {
      passed: numPassedTests,
      // A file that cannot even be loaded has no tests to count.
      failed: numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: numPendingTests + numTodoTests,
    };
    appendFileSync(file, `${JSON.stringify(counts)}\n`);
  }
}
