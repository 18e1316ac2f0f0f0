import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const POLL_MILLISECONDS = 50;

export interface ServerOptions {
  /** Path of the built server: `apps/server/dist/main.js`. */
  readonly main: string;
  readonly args?: readonly string[];
  /** Added to this process's own environment, from which all WHIPWAY__ settings are taken out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Working folder, in which it looks for whipway.yaml. */
  readonly folder?: string;
  /** A line of its output to wait for, instead of a 2xx from /readyz. */
  readonly readyLine?: RegExp;
  /** Default 20 000. */
  readonly withinMilliseconds?: number;
}

export interface ServerProcess {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it wrote so far, both streams in the order they came. */
  output(): string;
  /** SIGTERM, SIGKILL after 10 s; the exit code, or null when a signal ended it. */
  stop(withinMilliseconds?: number): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/**
 * Starts the server on a free port and waits until it is ready.
 * @throws Error with its output when it ends or is not ready in time; it is killed then.
 */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const port = await freePort();
  const server = run(options, port);
  try {
    await untilReady(server, options);
    return server;
  } catch (cause) {
    await server.kill();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${options.main} ${reason}; it wrote:\n${server.output()}`);
  }
}

interface StartedServer extends ServerProcess {
  readonly child: ChildProcess;
}

function run(options: ServerOptions, port: number): StartedServer {
  const child = spawn(process.execPath, [options.main, ...(options.args ?? [])], {
    cwd: options.folder,
    env: {
      ...withoutSettings(process.env),
      WHIPWAY__LISTEN__PORT: `${port}`,
      ...options.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  // A failed start is told by untilReady.
  const ended = once(child, 'close').catch(() => undefined);
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? -1,
    output: () => chunks.join(''),
    stop: async (withinMilliseconds = 10_000) => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), withinMilliseconds);
      await ended;
      clearTimeout(late);
      return child.exitCode;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !name.startsWith('WHIPWAY__'));
  return Object.fromEntries(entries);
}

async function untilReady(server: StartedServer, options: ServerOptions): Promise<void> {
  const { withinMilliseconds = 20_000, readyLine } = options;
  const deadline = Date.now() + withinMilliseconds;
  while (!(readyLine ? readyLine.test(server.output()) : await answersReady(server.url))) {
    const { exitCode, signalCode } = server.child;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`ended with ${signalCode ?? `exit code ${exitCode}`}`);
    }
    if (Date.now() > deadline) throw new Error(`was not ready within ${withinMilliseconds} ms`);
    await sleep(POLL_MILLISECONDS);
  }
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) });
    return response.ok;
  } catch {
    return false;
  }
}
