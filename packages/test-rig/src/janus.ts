import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import {
  JANUS_ADMIN_SECRET,
  type JanusPorts,
  type JanusSettings,
  janusFiles,
} from './janus-config.js';

const POLL_MILLISECONDS = 50;
const READY_MILLISECONDS = 10_000;
const STOP_MILLISECONDS = 5_000;

export interface JanusOptions extends JanusSettings {
  /** Path of the server, from `requirement('janus')`. */
  readonly executable: string;
}

export interface JanusReply {
  readonly janus: string;
  readonly [name: string]: unknown;
}

/** A real Janus on free ports of 127.0.0.1. It offers no loopback candidate for media. */
export interface RunningJanus {
  /** Its WebSocket API. */
  readonly url: string;
  /** Its admin API over HTTP. */
  readonly adminUrl: string;
  readonly adminSecret: string;
  readonly pid: number;
  /** Folder that recordings go to. */
  readonly recordings: string;
  /** Everything it wrote so far, of all its lives. */
  log(): string;
  /** One admin request: `admin({ janus: 'list_handles' }, session)`. @throws Error on a refusal */
  admin(request: object, ...path: readonly number[]): Promise<JanusReply>;
  /** SIGSTOP: takes connections and requests, and answers nothing. */
  pause(): void;
  resume(): void;
  /** SIGKILL: gone without a word. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
  /** Starts again on the same ports, empty, after `kill` or `stop`. */
  start(): Promise<void>;
  /** Kills it when it still runs, and removes its folder. */
  dispose(): Promise<void>;
}

/** @throws Error with Janus' output when it is not ready within 10 s */
export async function startJanus(options: JanusOptions): Promise<RunningJanus> {
  const ports: JanusPorts = {
    websocket: await freePort(),
    http: await freePort(),
    adminHttp: await freePort(),
  };
  const folder = mkdtempSync(join(tmpdir(), 'whipway-janus-'));
  for (const name of ['empty', 'recordings']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(janusFiles(folder, ports, options)))
    writeFileSync(join(folder, name), text);
  const janus = new JanusProcess(options.executable, folder, ports);
  await janus.start();
  return janus;
}

class JanusProcess implements RunningJanus {
  readonly url: string;
  readonly adminUrl: string;
  readonly adminSecret = JANUS_ADMIN_SECRET;
  readonly recordings: string;
  readonly #executable: string;
  readonly #folder: string;
  readonly #infoUrl: string;
  readonly #output: string[] = [];
  #child: ChildProcess | undefined;
  #requests = 0;

  constructor(executable: string, folder: string, ports: JanusPorts) {
    this.#executable = executable;
    this.#folder = folder;
    this.recordings = join(folder, 'recordings');
    this.url = `ws://127.0.0.1:${ports.websocket}`;
    this.adminUrl = `http://127.0.0.1:${ports.adminHttp}/admin`;
    this.#infoUrl = `http://127.0.0.1:${ports.http}/janus/info`;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  log(): string {
    return this.#output.join('');
  }

  async start(): Promise<void> {
    const child = spawn(this.#executable, ['-F', this.#folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    // Whoever ends without disposing of it must not leave it behind.
    const killed = () => child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => this.#output.push(chunk));
    const deadline = Date.now() + READY_MILLISECONDS;
    while (!(await answers(this.#infoUrl))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await this.kill();
        throw new Error(`Janus was not ready (exit code ${child.exitCode}):\n${this.log()}`);
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  async admin(request: object, ...path: readonly number[]): Promise<JanusReply> {
    this.#requests += 1;
    const body = { ...request, transaction: `a${this.#requests}`, admin_secret: this.adminSecret };
    const response = await fetch([this.adminUrl, ...path].join('/'), {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    const reply = (await response.json()) as JanusReply;
    if (reply.janus === 'success') return reply;
    throw new Error(`Janus refused ${JSON.stringify(request)}: ${JSON.stringify(reply)}`);
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    const late = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_MILLISECONDS);
    await this.#end('SIGTERM');
    clearTimeout(late);
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
