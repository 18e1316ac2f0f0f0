import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { searchPath } from '../src/program-search.js';
import { readCounts } from '../src/test-counts.js';
import { type FakePrograms, fakePrograms } from './support/fake-programs.js';

// The built command with a stand-in for turbo that comes first on the PATH.
const runLive = fileURLToPath(new URL('../dist/run-live.js', import.meta.url));

let programs: FakePrograms;
let started: ChildProcess[] = [];

beforeEach(() => {
  programs = fakePrograms();
});
afterEach(async () => {
  for (const child of started.filter(({ exitCode }) => exitCode === null)) child.kill('SIGKILL');
  started = [];
  programs.remove();
});

function start(environment: NodeJS.ProcessEnv = {}, ...args: readonly string[]) {
  const child = spawn(process.execPath, [runLive, ...args], {
    env: {
      ...process.env,
      PATH: `${programs.folder}:${searchPath(process.env)}`,
      WHIPWAY_TEST_ADDRESS: '192.0.2.1',
      WHIPWAY_REQUIRE: '',
      WHIPWAY_TEST_COUNTS: '',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output }));
  return { child, ended };
}

function written(name: string): string {
  return readFileSync(join(programs.folder, name), 'utf8');
}

/** Makes a private network impossible, whatever this machine can do. */
function forbidNamespaces(): void {
  programs.add('unshare', 'echo "unshare: unshare failed: Operation not permitted" >&2; exit 1');
}

describe('running the live suites', () => {
  it('hands the options to turbo, and passes its exit code on', async () => {
    programs.add('turbo', 'echo "$@" > "$0.args"; exit 4');
    const { code } = await start({}, '--filter=@whipway/server').ended;
    expect(code).toBe(4);
    expect(written('turbo.args')).toMatch(
      /^run test:live --concurrency=1 .*--filter=@whipway\/server\n$/,
    );
  });

  it('switches telemetry off', async () => {
    programs.add('turbo', '[ "$DO_NOT_TRACK" = 1 ]');
    expect(await start().ended).toMatchObject({ code: 0 });
  });

  it('lists what was skipped and adds the figures up', async () => {
    const skip = '{"suite":"Janus","reason":"no janus on the PATH","enable":"install janus"}';
    const counts = [1, 2].map((n) => `{"passed":${n},"failed":0,"skipped":1}`);
    programs.add(
      'turbo',
      `echo '${skip}' >> "$WHIPWAY_LIVE_SKIPS"; printf '%s\\n' '${counts[0]}' '${counts[1]}' >> "$WHIPWAY_TEST_COUNTS"`,
    );
    const sum = join(programs.folder, 'sum');
    const { code, output } = await start({ WHIPWAY_TEST_COUNTS: sum }).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/ {2}Janus\n +why: no janus on the PATH\n +to enable: install janus\n/);
    expect(output).toMatch(/Live suites: 3 passed, 0 failed, 2 skipped\n$/);
    expect(readCounts(sum)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'passes %s on to turbo and ends by it',
    async (signal) => {
      programs.add(
        'turbo',
        `for name in TERM INT HUP; do trap "echo SIG$name > $0.signal; exit 0" $name; done
       echo $$ > "$0.pid"; while :; do sleep 0.1; done`,
      );
      const { child, ended } = start();
      while (!existsSync(join(programs.folder, 'turbo.pid'))) await sleep(50);
      child.kill(signal);
      // Turbo's exit code is 0 then; the run is no success for that.
      expect(await ended).toMatchObject({ code: null, signal });
      expect(written('turbo.signal')).toBe(`${signal}\n`);
    },
  );

  it('ends by the signal that ended turbo', async () => {
    programs.add('turbo', 'kill -TERM $$; sleep 5');
    expect(await start().ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it('refuses a requirement that nobody knows', async () => {
    programs.add('turbo', 'echo ran > "$0.ran"');
    const { code, output } = await start({ WHIPWAY_REQUIRE: 'chromum' }).ended;
    expect(code).toBe(1);
    expect(output).toMatch('WHIPWAY_REQUIRE names chromum');
    expect(existsSync(join(programs.folder, 'turbo.ran'))).toBe(false);
  });
});

describe('where no private network can be made', () => {
  beforeEach(forbidNamespaces);

  it('tells why and runs the suites without an address', async () => {
    programs.add('turbo', 'echo "$WHIPWAY_TEST_ADDRESS|$WHIPWAY_NO_TEST_ADDRESS" > "$0.told"');
    const { code, output } = await start().ended;
    expect(code).toBe(0);
    expect(output).toMatch(/loopback, without a private network: .*Operation not permitted\./);
    expect(written('turbo.told')).toMatch(/^\|no network namespace can be made: unshare: /);
  });

  it('fails at once when netns is required', async () => {
    programs.add('turbo', 'echo ran > "$0.ran"');
    const { code, output } = await start({ WHIPWAY_REQUIRE: 'netns' }).ended;
    expect(code).toBe(1);
    expect(output).toMatch(/WHIPWAY_REQUIRE names netns, but no network namespace can be made/);
    expect(existsSync(join(programs.folder, 'turbo.ran'))).toBe(false);
  });
});
