import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeLive, type LiveRunner } from '../src/describe-live.js';
import { describeSkips, readSkips } from '../src/skip-report.js';
import { type FakePrograms, fakePrograms } from './support/fake-programs.js';

interface Registered {
  readonly kind: 'suite' | 'test' | 'skipped test';
  readonly name: string;
  readonly body: () => void;
}

/** A runner that writes down what is registered, and enters suites at once as Jest does. */
function recordingRunner(): LiveRunner & { readonly registered: readonly Registered[] } {
  const registered: Registered[] = [];
  const note = (kind: Registered['kind']) => (name: string, body: () => void) => {
    registered.push({ kind, name, body });
    if (kind === 'suite') body();
  };
  const test = Object.assign(note('test'), { skip: note('skipped test') });
  return { registered, describe: note('suite'), it: test };
}

let programs: FakePrograms;
let environment: NodeJS.ProcessEnv;
let skips: string;

beforeEach(() => {
  programs = fakePrograms();
  skips = join(programs.folder, 'skips');
  writeFileSync(skips, '');
  environment = { PATH: programs.folder, WHIPWAY_LIVE_SKIPS: skips };
});
afterEach(() => programs.remove());

it('runs a suite whose needs are there, and tells it where', () => {
  const runner = recordingRunner();
  const chromium = programs.add('chromium');
  const bodies: unknown[] = [];
  const there = { ...environment, WHIPWAY_TEST_ADDRESS: '10.0.0.1', WHIPWAY_REQUIRE: 'chromium' };
  describeLive(runner, ['chromium', 'netns'], 'playing', (found) => bodies.push(found), there);
  expect(bodies).toEqual([{ chromium, netns: '10.0.0.1' }]);
  expect(runner.registered).toMatchObject([{ kind: 'suite', name: 'playing' }]);
  expect(readFileSync(skips, 'utf8')).toBe('');
});

describe('a suite that lacks something', () => {
  const neverRun = () => {
    throw new Error('the body must not run');
  };

  it('is one skipped test whose name tells why', () => {
    const runner = recordingRunner();
    programs.add('ffmpeg');
    describeLive(runner, ['ffmpeg', 'chromium', 'netns'], 'playing', neverRun, environment);
    expect(runner.registered.map(({ kind }) => kind)).toEqual(['suite', 'skipped test']);
    const name = runner.registered[1]?.name;
    expect(name).toMatch(/^no chromium or .* on the PATH; WHIPWAY_TEST_ADDRESS is not set; /);
    expect(name).toMatch(/to enable: install Debian's chromium, .*; run the live suites with npm/);
    expect(name).not.toContain('ffmpeg');
  });

  it('is listed for the end of the run', () => {
    describeLive(recordingRunner(), ['janus'], 'first', neverRun, environment);
    const script = { ...environment, npm_package_name: '@whipway/adapter-galene' };
    describeLive(recordingRunner(), ['galene'], 'second', neverRun, script);
    expect(describeSkips(readSkips(skips)).split('\n')).toEqual([
      'Live suites that were skipped:',
      '  first',
      '    why: no janus on the PATH',
      "    to enable: install Debian's janus, or set JANUS_BIN",
      '  @whipway/adapter-galene: second',
      '    why: no galene on the PATH',
      '    to enable: set GALENE_BIN to a galene binary',
    ]);
  });

  it('fails when that is required', () => {
    const runner = recordingRunner();
    const demanding = { ...environment, WHIPWAY_REQUIRE: 'chromium,janus' };
    describeLive(runner, ['janus', 'netns'], 'playing', neverRun, demanding);
    expect(runner.registered.map(({ kind }) => kind)).toEqual(['suite', 'test']);
    expect(runner.registered[1]?.body).toThrow(
      /^WHIPWAY_REQUIRE names janus, but no janus on the PATH; WHIPWAY_TEST_ADDRESS is not set/,
    );
    expect(readFileSync(skips, 'utf8')).toBe('');
  });

  it('is skipped when only something else is required', () => {
    const runner = recordingRunner();
    const demanding = { ...environment, WHIPWAY_REQUIRE: 'chromium' };
    describeLive(runner, ['janus'], 'playing', neverRun, demanding);
    expect(runner.registered.map(({ kind }) => kind)).toEqual(['suite', 'skipped test']);
  });
});

it('has nothing to say when nothing was skipped', () => {
  expect(describeSkips(readSkips(skips))).toBe('');
});
