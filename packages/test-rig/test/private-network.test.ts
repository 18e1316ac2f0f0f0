import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Command,
  insideNamespace,
  SET_UP,
  TEST_ADDRESS,
  whyNoNamespace,
} from '../src/private-network.js';
import { type FakePrograms, fakePrograms } from './support/fake-programs.js';

/** Stands in for unshare: writes its options down and runs the command in the network as it is. */
const UNSHARE = 'printf %s "$1" > "$0.options"; shift 2; exec "$@"';
/** Stands in for ip: writes its arguments down. */
const IP = 'echo "$@" >> "$0.calls"';

let programs: FakePrograms;
let environment: NodeJS.ProcessEnv;

beforeEach(() => {
  programs = fakePrograms();
  environment = { PATH: `${programs.folder}:/usr/bin:/bin` };
});
afterEach(() => programs.remove());

function written(name: string): readonly string[] {
  return readFileSync(join(programs.folder, name), 'utf8').trim().split('\n');
}

function run({ program, args }: Command) {
  return spawnSync(program, args, { env: environment, encoding: 'utf8' });
}

describe('a command inside the namespace', () => {
  const echo = { program: 'printf', args: ['%s|', 'a b', '$HOME', '"'] };

  it.each([
    [true, '-n'],
    [false, '-rn'],
  ])('for root %p is run by unshare %s', (isRoot, options) => {
    programs.add('unshare', UNSHARE);
    programs.add('ip', IP);
    const ran = run(insideNamespace(echo, isRoot));
    expect(ran).toMatchObject({ status: 0, stdout: 'a b|$HOME|"|' });
    expect(written('unshare.options')).toEqual([options]);
  });

  it('runs after the links are set up, in order', () => {
    programs.add('unshare', UNSHARE);
    programs.add('ip', IP);
    run(insideNamespace(echo, true));
    expect(written('ip.calls')).toEqual(SET_UP.map(([, ...args]) => args.join(' ')));
  });

  it('does not run when a link cannot be set up', () => {
    programs.add('unshare', UNSHARE);
    programs.add('ip', '[ "$1" != address ] || exit 2');
    expect(run(insideNamespace(echo, true))).toMatchObject({ status: 2, stdout: '' });
  });

  it('ends with the exit code of the command', () => {
    programs.add('unshare', UNSHARE);
    programs.add('ip', IP);
    const command = { program: 'sh', args: ['-c', 'exit 7'] };
    expect(run(insideNamespace(command, true)).status).toBe(7);
  });
});

describe('the plan', () => {
  const plan = SET_UP.map((words) => words.join(' '));

  it('makes the pair before it is used, and the default route last', () => {
    const pair = plan.findIndex((line) => line.startsWith('ip link add'));
    const uses = plan.flatMap((line, index) => (line.includes('whipway0') ? [index] : []));
    expect(Math.min(...uses)).toBe(pair);
    expect(plan.at(-1)).toMatch(/^ip route add default via 10\.45\.0\.\d+ dev whipway0$/);
  });

  it('puts neither end of the pair into another namespace', () => {
    expect(plan.filter((line) => /netns|master|nat/.test(line))).toEqual([]);
  });

  it('names no interface in a way that WebRTC stacks filter', () => {
    const names = plan.join(' ').match(/\b(?:veth|tun|tap|docker|br-)\d/g);
    expect(names).toBeNull();
    expect(TEST_ADDRESS).not.toMatch(/^(127|169\.254)\./);
  });
});

describe('whether a namespace can be made', () => {
  it('is yes when the whole set-up works', () => {
    programs.add('unshare', UNSHARE);
    programs.add('ip', IP);
    expect(whyNoNamespace(environment, true)).toBeUndefined();
    expect(written('ip.calls')).toHaveLength(SET_UP.length);
  });

  it('is no with what unshare or ip said', () => {
    programs.add('unshare', 'echo "unshare: unshare failed: Operation not permitted" >&2; exit 1');
    programs.add('ip', IP);
    expect(whyNoNamespace(environment, false)).toBe(
      'no network namespace can be made: unshare: unshare failed: Operation not permitted',
    );
  });

  it('is no when the kernel has no veth', () => {
    programs.add('unshare', UNSHARE);
    programs.add('ip', '[ "$2" != add ] || { echo "Error: Unknown device type." >&2; exit 2; }');
    expect(whyNoNamespace(environment, true)).toMatch(/: Error: Unknown device type\.$/);
  });

  it('tells an exit code when nothing was said', () => {
    programs.add('unshare', 'exit 5');
    programs.add('ip', IP);
    expect(whyNoNamespace(environment, true)).toMatch(/: exit code 5$/);
  });

  it('is no without the programs', () => {
    programs.add('unshare', UNSHARE);
    const reason = whyNoNamespace({ PATH: programs.folder }, true);
    // A machine that has ip in a system folder gets further, and fails for want of sh.
    expect(reason).toMatch(/^no ip on the PATH$|^no network namespace can be made: /);
  });
});
