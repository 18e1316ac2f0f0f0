// Runs the live suites of all packages inside one private network: node run-live.js [turbo options]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Command, insideNamespace, TEST_ADDRESS, whyNoNamespace } from './private-network.js';
import { searchPath } from './program-search.js';
import {
  ADDRESS_VARIABLE,
  NO_NETWORK_VARIABLE,
  REQUIRE_VARIABLE,
  requiredNames,
} from './requirements.js';
import { endLike, runChild } from './run-child.js';
import { describeSkips, readSkips, SKIPS_VARIABLE } from './skip-report.js';
import { addCounts, COUNTS_VARIABLE, describeCounts, readCounts } from './test-counts.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Plan {
  readonly command: Command;
  readonly environment: NodeJS.ProcessEnv;
}

/** The suites' own variables must reach them, and nothing here is cached: hence "loose". */
function turbo(extra: readonly string[]): Command {
  const options = ['--concurrency=1', '--env-mode=loose', '--log-prefix=none', '--continue'];
  return { program: 'turbo', args: ['run', 'test:live', ...options, ...extra] };
}

function planNetwork(suites: Command, environment: NodeJS.ProcessEnv): Plan {
  const required = requiredNames(environment);
  const isRoot = process.getuid?.() === 0;
  const reason = whyNoNamespace(environment, isRoot);
  if (reason === undefined) {
    console.log(`Live suites run in a private network (${TEST_ADDRESS}): no packet leaves it.`);
    return {
      command: insideNamespace(suites, isRoot),
      environment: { ...environment, [ADDRESS_VARIABLE]: TEST_ADDRESS },
    };
  }
  console.log(`Live suites run on this machine's loopback, without a private network: ${reason}.`);
  if (required.includes('netns')) {
    throw new Error(`${REQUIRE_VARIABLE} names netns, but ${reason}`);
  }
  const { [ADDRESS_VARIABLE]: _, ...rest } = environment;
  return { command: suites, environment: { ...rest, [NO_NETWORK_VARIABLE]: reason } };
}

function report(skips: string, counts: string): void {
  const skipped = describeSkips(readSkips(skips));
  if (skipped) console.log(`\n${skipped}`);
  const sum = readCounts(counts);
  console.log(`\nLive suites: ${describeCounts(sum)}`);
  const everything = process.env[COUNTS_VARIABLE];
  if (everything) addCounts(everything, sum);
}

async function main(extra: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-live-'));
  try {
    const skips = join(folder, 'skips');
    const counts = join(folder, 'counts');
    writeFileSync(skips, '');
    const plan = planNetwork(turbo(extra), {
      ...process.env,
      PATH: [searchPath(process.env), join(ROOT, 'node_modules/.bin')].join(delimiter),
      DO_NOT_TRACK: '1',
      [SKIPS_VARIABLE]: skips,
      [COUNTS_VARIABLE]: counts,
    });
    process.chdir(ROOT);
    const ending = await runChild(plan.command, plan.environment);
    report(skips, counts);
    endLike(ending);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2)).catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
});
