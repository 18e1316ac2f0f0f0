import { spawn } from 'node:child_process';
import type { Command } from './private-network.js';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Runs a command on this terminal until it ends, and hands it the signals this process gets.
 * After a signal the ending is that signal, whatever the command made of it: turbo's exit code is
 * 0 when it is asked to stop, and an interrupted run must not pass for a green one.
 * @throws Error (of spawn) when the program cannot be started.
 */
export async function runChild(command: Command, environment: NodeJS.ProcessEnv): Promise<Ending> {
  const child = spawn(command.program, command.args, { stdio: 'inherit', env: environment });
  let received: NodeJS.Signals | null = null;
  const forward = (signal: NodeJS.Signals) => {
    received = signal;
    // A terminal's Ctrl-C reaches the child by itself; a second one would cut its clean-up short.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code, signal: received ?? signal }));
    });
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}

/** Ends this process the way the child ended: its exit code, or its signal. */
export function endLike({ code, signal }: Ending): void {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}
