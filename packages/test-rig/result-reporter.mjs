import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A Jest reporter that adds each test's outcome to the file named by WHIPWAY_TEST_RESULTS, one JSON
 * line a test: what docs/compatibility.md is made from. Plain JavaScript, because the first suites
 * run before anything is built.
 */
export default class ResultReporter {
  onTestResult({ path }, { testResults, testExecError }) {
    const { WHIPWAY_TEST_RESULTS: target } = process.env;
    if (!target) return;
    const file = relative(ROOT, path).replaceAll('\\', '/');
    const lines = testResults.map(({ ancestorTitles, title, status }) => ({
      file,
      suite: ancestorTitles.join(' › '),
      title,
      // Jest's words for a test that did not run are several.
      outcome: status === 'passed' || status === 'failed' ? status : 'skipped',
    }));
    // A file that cannot even be loaded has failed with all that is in it.
    if (testExecError) lines.push({ file, suite: '', title: '', outcome: 'failed' });
    for (const line of lines) appendFileSync(target, `${JSON.stringify(line)}\n`);
  }
}
