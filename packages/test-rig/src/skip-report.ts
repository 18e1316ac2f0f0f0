import { appendFileSync, readFileSync } from 'node:fs';

/** Path of the file that live suites list themselves in when they skip. */
export const SKIPS_VARIABLE = 'WHIPWAY_LIVE_SKIPS';

export interface SkippedSuite {
  readonly suite: string;
  readonly reason: string;
  /** What a person does so that it runs. */
  readonly enable: string;
}

/**
 * Adds a line to the file named by the variable. Without one it is printed at once: Jest does not
 * name the tests of a file that has only skipped ones.
 */
export function recordSkip(
  skipped: SkippedSuite,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const file = environment[SKIPS_VARIABLE];
  if (file) appendFileSync(file, `${JSON.stringify(skipped)}\n`);
  else process.stderr.write(`${describeSkips([skipped])}\n`);
}

export function readSkips(file: string): readonly SkippedSuite[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as SkippedSuite);
}

/** Plain words for the end of `npm test`; empty when nothing was skipped. */
export function describeSkips(skips: readonly SkippedSuite[]): string {
  if (skips.length === 0) return '';
  const entries = skips.map(
    ({ suite, reason, enable }) => `  ${suite}\n    why: ${reason}\n    to enable: ${enable}`,
  );
  return ['Live suites that were skipped:', ...entries].join('\n');
}
