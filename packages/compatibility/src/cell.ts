import type { NamedTest, Proof } from './proof.js';
import type { TestResult } from './test-result.js';

/** What the document says of one feature. */
export type Cell =
  | { readonly kind: 'yes' }
  | { readonly kind: 'no'; readonly reason: string }
  | { readonly kind: 'not run'; readonly reason: string }
  /** Never written: something is wrong. */
  | { readonly kind: 'failed'; readonly reason: string };

/** A title of the kit that stands for promises that cannot be kept: `… [no X: reason; instead of …]`. */
const INSTEAD = /\[no \w+: (.*); instead of ([^\]]*)\]$/;
/** What a suite that was left out says, by `describeLive` of test-rig. */
const LEFT_OUT = /^(.*); to enable: /;

/** Reads a cell from the results of a run: yes only when every named test has passed in it. */
export function cellOf(proof: Proof, results: readonly TestResult[]): Cell {
  if ('no' in proof) return { kind: 'no', reason: proof.no };
  const cells = proof.tests.map((test) => cellOfTest(test, proof.gap, results));
  return (
    cells.find(({ kind }) => kind === 'failed') ?? cells.find(({ kind }) => kind !== 'yes') ?? YES
  );
}

const YES: Cell = { kind: 'yes' };

function cellOfTest(
  test: NamedTest,
  gap: NamedTest | undefined,
  results: readonly TestResult[],
): Cell {
  const around = results.filter((result) => isIn(result, test));
  const found = around.filter(({ title }) => title.startsWith(test.title));
  if (found.some(({ outcome }) => outcome === 'failed'))
    return { kind: 'failed', reason: `${test.file}: "${test.title}" failed` };
  if (found.some(({ outcome }) => outcome === 'passed')) return YES;
  const reason = gapReason(gap, results) ?? insteadReason(test, around);
  if (reason !== undefined) return { kind: 'no', reason };
  return whyNotRun(test, around);
}

function isIn({ file, suite }: TestResult, test: NamedTest): boolean {
  return file === test.file && (test.suite === undefined || suite.endsWith(test.suite));
}

function gapReason(gap: NamedTest | undefined, results: readonly TestResult[]): string | undefined {
  if (!gap) return undefined;
  const shown = results.find(
    (result) =>
      isIn(result, gap) && result.outcome === 'passed' && result.title.startsWith(gap.title),
  );
  return shown?.title.slice(gap.title.length);
}

function insteadReason({ title }: NamedTest, around: readonly TestResult[]): string | undefined {
  const id = title.replace(/: $/, '');
  for (const result of around) {
    const [, reason, ids = ''] = INSTEAD.exec(result.title) ?? [];
    if (result.outcome === 'passed' && ids.split(', ').includes(id)) return reason;
  }
  return undefined;
}

function whyNotRun(test: NamedTest, around: readonly TestResult[]): Cell {
  const leftOut = around.find(
    ({ outcome, title }) => outcome === 'skipped' && LEFT_OUT.test(title),
  );
  if (leftOut) return { kind: 'not run', reason: LEFT_OUT.exec(leftOut.title)?.[1] ?? '' };
  if (around.some(({ title, outcome }) => title === '' && outcome === 'failed'))
    return { kind: 'failed', reason: `${test.file} could not be run` };
  if (around.some(({ outcome }) => outcome !== 'skipped'))
    return { kind: 'failed', reason: `${test.file} ran without "${test.title}"` };
  return { kind: 'not run', reason: 'its suite was not part of the run' };
}
