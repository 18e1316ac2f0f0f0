import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_MILLISECONDS = 10_000;
/** After this it is killed. */
const STOP_MILLISECONDS = 3_000;

export interface VirtualScreenOptions {
  /** Path of Xvfb, from `requirement('xvfb')`. */
  readonly executable: string;
  /** Pixels. Default `640x360`. */
  readonly size?: string;
}

/** An X server that nobody sees, on a display of its own; the screen is black at first. */
export interface VirtualScreen {
  /** For the variable DISPLAY: `:1`. */
  readonly display: string;
  readonly pid: number;
  /** Its programs lose their connection. */
  stop(): Promise<void>;
}

/** @throws Error with what Xvfb wrote when it is not ready within 10 s */
export async function startVirtualScreen({
  executable,
  size = '640x360',
}: VirtualScreenOptions): Promise<VirtualScreen> {
  // It looks for a free display itself, and writes its number to descriptor 3.
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'];
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const ended = once(child, 'close').finally(() => process.off('exit', killed));
  let written = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written += text;
  });
  const late = sleep(READY_MILLISECONDS, undefined, { ref: false });
  const number = await Promise.race([displayNumber(child.stdio[3] as Readable), ended, late]);
  if (typeof number !== 'string') {
    killed();
    await ended;
    throw new Error(`${executable} gave no screen:\n${written}`);
  }
  return {
    display: `:${number}`,
    pid: child.pid ?? -1,
    stop: async () => {
      child.kill('SIGTERM');
      const stuck = setTimeout(killed, STOP_MILLISECONDS);
      await ended.finally(() => clearTimeout(stuck));
    },
  };
}

/** Undefined when it ends without one. */
async function displayNumber(output: Readable): Promise<string | undefined> {
  let text = '';
  for await (const chunk of output.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n')) return text.trim();
  }
  return undefined;
}
