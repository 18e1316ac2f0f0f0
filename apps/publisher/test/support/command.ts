import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/whip-publish.mjs', import.meta.url));

export interface CommandOptions {
  /** Added to this process's own, or instead of it: `{ PATH: '' }`. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly folder?: string;
}

/** `whip-publish` as a process of its own. */
export interface RunningCommand {
  readonly pid: number;
  /** Standard error so far. */
  told(): string;
  /** Standard output so far. */
  printed(): string;
  /** Waits for a line on standard error. @throws Error with what was told instead */
  tells(text: RegExp, withinMilliseconds?: number): Promise<RegExpMatchArray>;
  signal(name: NodeJS.Signals): void;
  /** Nobody reads its standard output any more. */
  closeOutput(): void;
  /** The exit code; a signal's name when that ended it. */
  ended(withinMilliseconds?: number): Promise<number | string | null>;
}

const running = new Set<RunningCommand>();

/** Ends what a failed test has left running: in order where that goes, so that no tool is left either. */
export async function endCommands(): Promise<void> {
  for (const command of running) {
    command.signal('SIGTERM');
    await command.ended(5000).catch(() => command.signal('SIGKILL'));
    await command.ended();
  }
}

export function runCommand(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  const child = spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  const closed = once(child, 'close');
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const command: RunningCommand = {
    pid: child.pid ?? -1,
    told: () => text.stderr,
    printed: () => text.stdout,
    signal: (name) => child.kill(name),
    closeOutput: () => child.stdout.destroy(),
    tells: async (wanted, withinMilliseconds = 30_000) => {
      for (const start = Date.now(); ; await sleep(50)) {
        const match = text.stderr.match(wanted);
        if (match) return match;
        if (hasEnded() || Date.now() - start > withinMilliseconds)
          throw new Error(`whip-publish did not tell ${wanted}, but:\n${text.stderr}`);
      }
    },
    ended: async (withinMilliseconds = 40_000) => {
      const late = new AbortController();
      const waiting = sleep(withinMilliseconds, 'late', late).catch(() => 'ended');
      const outcome = await Promise.race([closed, waiting]);
      late.abort();
      if (outcome === 'late') throw new Error(`whip-publish did not end:\n${text.stderr}`);
      running.delete(command);
      return child.exitCode ?? child.signalCode;
    },
  };
  running.add(command);
  return command;
}
