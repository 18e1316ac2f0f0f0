import { spawnSync } from 'node:child_process';
import { findProgram, searchPath } from './program-search.js';

/**
 * The address of the private network, the same everywhere so that recordings compare.
 * It exists in an anonymous network namespace only; nothing outside can be meant by it.
 */
export const TEST_ADDRESS = '10.45.0.1';
/** The default route's next hop: nobody has it, what is sent there ends in the veth pair. */
const NOBODY = '10.45.0.2';
const NEAR = 'whipway0';
const FAR = 'whipway1';
const PROBE_MILLISECONDS = 10_000;

/** Commands that set the namespace up, in order. Both ends of the pair stay inside it. */
export const SET_UP: readonly (readonly string[])[] = [
  ['ip', 'link', 'set', 'lo', 'up'],
  ['ip', 'link', 'add', NEAR, 'type', 'veth', 'peer', 'name', FAR],
  // No IPv6 link-local addresses: browsers would offer them.
  ['ip', 'link', 'set', NEAR, 'addrgenmode', 'none'],
  ['ip', 'link', 'set', FAR, 'addrgenmode', 'none'],
  ['ip', 'address', 'add', `${TEST_ADDRESS}/24`, 'dev', NEAR],
  ['ip', 'link', 'set', NEAR, 'up'],
  ['ip', 'link', 'set', FAR, 'up'],
  // Firefox gathers no candidate without a default route.
  ['ip', 'route', 'add', 'default', 'via', NOBODY, 'dev', NEAR],
];

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** `command` inside a fresh namespace: root may make one, others first become root of their own. */
export function insideNamespace({ program, args }: Command, isRoot: boolean): Command {
  const script = ['set -e', ...SET_UP.map((words) => words.join(' ')), 'exec "$0" "$@"'].join('\n');
  return {
    program: 'unshare',
    args: [isRoot ? '-n' : '-rn', '--', 'sh', '-c', script, program, ...args],
  };
}

/** `undefined` when a namespace can be set up here, else the reason in words. */
export function whyNoNamespace(
  environment: NodeJS.ProcessEnv,
  isRoot: boolean,
): string | undefined {
  const path = searchPath(environment);
  const absent = ['unshare', 'ip'].filter((name) => !findProgram([name], path));
  if (absent.length > 0) return `no ${absent.join(' and no ')} on the PATH`;
  const { program, args } = insideNamespace({ program: 'true', args: [] }, isRoot);
  const probe = spawnSync(program, args, {
    env: { ...environment, PATH: path },
    encoding: 'utf8',
    timeout: PROBE_MILLISECONDS,
  });
  if (probe.status === 0) return undefined;
  const said = probe.stderr?.trim().split('\n').at(-1) || probe.error?.message;
  return `no network namespace can be made: ${said ?? `exit code ${probe.status}`}`;
}
