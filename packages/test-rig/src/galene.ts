import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

const POLL_MILLISECONDS = 50;
const READY_MILLISECONDS = 10_000;

/** A user of Galene’s admin API. */
export const GALENE_ADMIN = { username: 'root', password: 'adminpw' } as const;

export interface GaleneOptions {
  /** Path of the server, from `requirement('galene')`. */
  readonly executable: string;
  /** Groups by name, as Galene’s group files describe them. */
  readonly groups?: Readonly<Record<string, object>>;
  /** Added to config.json: `{ canonicalHost: 'media.example.com' }`. */
  readonly config?: object;
  /** Its ice-servers.json: what it tells its clients, and asks itself. */
  readonly iceServers?: readonly object[];
}

/** A real Galene on a free port of 127.0.0.1. It offers no loopback candidate for media. */
export interface RunningGalene {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote so far, of all its lives. */
  log(): string;
  /** One admin request, e.g. `admin('GET', '.stats')`; the reply’s JSON, or its text. */
  admin(method: string, path: string, body?: object): Promise<unknown>;
  /** How many clients are in all groups, monitors and viewers included. */
  clients(): Promise<number>;
  /** SIGSTOP: takes connections and answers nothing. */
  pause(): void;
  resume(): void;
  /** SIGKILL: gone without a word. */
  kill(): Promise<void>;
  /** Starts again on the same port; groups and tokens are still there, sessions are not. */
  start(): Promise<void>;
  /** Kills it when it still runs, and removes its folder. */
  dispose(): Promise<void>;
}

/** @throws Error with Galene's output when it is not ready within 10 s */
export async function startGalene(options: GaleneOptions): Promise<RunningGalene> {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-galene-'));
  for (const name of ['data', 'groups', 'recordings', 'static']) mkdirSync(join(folder, name));
  const users = {
    [GALENE_ADMIN.username]: { password: GALENE_ADMIN.password, permissions: 'admin' },
  };
  const config = { users, writableGroups: true, ...options.config };
  writeFileSync(join(folder, 'data', 'config.json'), JSON.stringify(config));
  if (options.iceServers)
    writeFileSync(join(folder, 'data', 'ice-servers.json'), JSON.stringify(options.iceServers));
  for (const [name, description] of Object.entries(options.groups ?? {}))
    writeFileSync(join(folder, 'groups', `${name}.json`), JSON.stringify(description));
  const galene = new GaleneProcess(options.executable, folder, await freePort());
  await galene.start();
  return galene;
}

class GaleneProcess implements RunningGalene {
  readonly url: string;
  readonly #executable: string;
  readonly #folder: string;
  readonly #address: string;
  readonly #output: string[] = [];
  #child: ChildProcess | undefined;

  constructor(executable: string, folder: string, port: number) {
    this.#executable = executable;
    this.#folder = folder;
    this.#address = `127.0.0.1:${port}`;
    this.url = `http://${this.#address}`;
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  log(): string {
    return this.#output.join('');
  }

  async start(): Promise<void> {
    const folders = ['static', 'data', 'groups', 'recordings'].flatMap((name) => [
      `-${name}`,
      join(this.#folder, name),
    ]);
    const listening = ['-http', this.#address, '-insecure', '-turn', ''];
    const child = spawn(this.#executable, [...listening, ...folders], {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => this.#output.push(chunk));
    const deadline = Date.now() + READY_MILLISECONDS;
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await this.kill();
        throw new Error(`Galene was not ready (exit code ${child.exitCode}):\n${this.log()}`);
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  async admin(method: string, path: string, body?: object): Promise<unknown> {
    const { username, password } = GALENE_ADMIN;
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    const response = await fetch(`${this.url}/galene-api/v0/${path}`, {
      method,
      headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(5_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`Galene refused ${method} ${path}: ${response.status} ${text}`);
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return isJson ? JSON.parse(text) : text;
  }

  async clients(): Promise<number> {
    if (!this.#child || this.#child.exitCode !== null || this.#child.signalCode !== null) return 0;
    const groups = (await this.admin('GET', '.stats')) as readonly {
      clients?: readonly object[];
    }[];
    return (groups ?? []).reduce((sum, { clients }) => sum + (clients?.length ?? 0), 0);
  }

  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    try {
      await this.admin('GET', '.groups/');
      return true;
    } catch {
      return false;
    }
  }
}
