import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { types } from 'mediasoup';
import * as mediasoup from 'mediasoup';

/** The worker processes that one backend starts: their program can vanish, they can be stopped. */
export class WorkerProcesses {
  readonly #folder = mkdtempSync(join(tmpdir(), 'whipway-worker-'));
  readonly #workers: types.Worker[] = [];
  readonly #servers = new Map<types.Worker, types.WebRtcServer[]>();
  readonly #program: string;
  readonly #note = (worker: types.Worker): void => {
    this.#workers.push(worker);
    const servers: types.WebRtcServer[] = [];
    this.#servers.set(worker, servers);
    worker.observer.on('newwebrtcserver', (server) => servers.push(server));
  };

  /** @param program the real mediasoup-worker */
  constructor(program: string) {
    this.#program = program;
    symlinkSync(program, this.path);
    mediasoup.observer.on('newworker', this.#note);
  }

  /** What the backend starts. */
  get path(): string {
    return join(this.#folder, 'mediasoup-worker');
  }

  get living(): readonly types.Worker[] {
    return this.#workers.filter(({ closed }) => !closed);
  }

  /** WebRTC transports in all workers, as the workers themselves say. */
  async transports(): Promise<number> {
    const servers = this.living.flatMap((worker) => this.#servers.get(worker) ?? []);
    const dumps = await Promise.all(servers.map((server) => server.dump()));
    return dumps.flatMap(({ webRtcTransportIds }) => webRtcTransportIds).length;
  }

  signal(signal: NodeJS.Signals): void {
    for (const { pid } of this.living) process.kill(pid, signal);
  }

  /** From now on no worker can be started, and those that run are killed. */
  takeAway(): void {
    unlinkSync(this.path);
    this.signal('SIGKILL');
  }

  putBack(): void {
    symlinkSync(this.#program, this.path);
  }

  /** True when no process that was ever started is left. */
  get allGone(): boolean {
    return this.#workers.every(({ pid }) => !isRunning(pid));
  }

  dispose(): void {
    mediasoup.observer.off('newworker', this.#note);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
