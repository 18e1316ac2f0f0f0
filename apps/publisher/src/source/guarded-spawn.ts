import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * Starts the tool in place of the shell, beside a watcher that reads from a pipe nobody writes to:
 * the pipe ends with this process, also when that is killed, and the watcher kills the tool then.
 */
const GUARD =
  '{ trap "" INT TERM HUP QUIT; read -r _ <&3 || kill -KILL $$; } </dev/null >/dev/null 2>&1 & exec 3<&-; exec "$@"';

/** What a shell says with its exit code: there is no such program (POSIX, 2.8.2). */
const NOT_FOUND = 127;

export interface GuardedOptions {
  readonly stdin: 'ignore' | 'pipe';
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A child process that ends with this one, however this one ends; on Windows only as long as this
 * one ends by itself. Its `pid` and its signals are the program's own.
 */
export function spawnGuarded(
  program: string,
  args: readonly string[],
  { stdin, env }: GuardedOptions,
): ChildProcess {
  const stdio: SpawnOptions['stdio'] = [stdin, 'pipe', 'pipe'];
  if (process.platform === 'win32') return spawn(program, args, { stdio, env });
  const guarded = ['-c', GUARD, 'sh', program, ...args];
  const child = spawn('/bin/sh', guarded, { stdio: [...stdio, 'pipe'], env });
  const pipe = child.stdio[3] as NodeJS.WritableStream | undefined;
  pipe?.on('error', () => undefined);
  // The watcher may go home: the number of a process that has ended may be another one's soon.
  child.once('exit', () => pipe?.end('\n'));
  return child;
}

/** True for the exit code by which {@link spawnGuarded} tells that the program is not there. */
export function isNotFound(code: number | null): boolean {
  return process.platform !== 'win32' && code === NOT_FOUND;
}
