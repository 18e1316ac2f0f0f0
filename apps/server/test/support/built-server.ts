import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach } from '@jest/globals';
import { type ServerProcess, startServer } from '@whipway/test-rig';

type ServerOptions = Parameters<typeof startServer>[0];

/** The built server; its build is a prerequisite of these tests (turbo.json). */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: build apps/server first`);

/** How a run of the command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunArguments {
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Default: the server. */
  readonly program?: string;
}

/** Runs the command until it ends by itself; it is killed after 25 seconds. */
export async function runMain(
  args: readonly string[],
  { environment = {}, folder = '/', program = MAIN }: RunArguments = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 25_000,
    killSignal: 'SIGKILL',
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

const started: ServerProcess[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) await server.kill();
});

/** The built server as a process, killed after each test if it still runs. */
export async function startMain(options: Omit<ServerOptions, 'main'> = {}): Promise<ServerProcess> {
  const server = await startServer({ main: MAIN, folder: '/', ...options });
  started.push(server);
  return server;
}

/** Resolves when the process is gone. @throws Error after 15 seconds */
export async function untilGone(pid: number): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (isRunning(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} still runs`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
