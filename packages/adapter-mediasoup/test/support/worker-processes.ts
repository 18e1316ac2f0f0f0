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
  readonly #transports = new Map<string, types.Transport>();
  readonly #program: string;
  readonly #note = (worker: types.Worker): void => {
    this.#workers.push(worker);
    const servers: types.WebRtcServer[] = [];
    this.#servers.set(worker, servers);
    worker.observer.on('newwebrtcserver', (server) => servers.push(server));
    worker.observer.on('newrouter', (router) =>
      router.observer.on('newtransport', (transport) =>
        this.#transports.set(transport.id, transport),
      ),
    );
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

  /**
   * Transports of sessions in all workers, as the workers themselves say. The one that each worker
   * keeps ready for the next publisher is none; more of them without tracks would be left over.
   */
  async sessionTransports(): Promise<number> {
    const counts = await Promise.all(this.living.map((worker) => this.#countSessions(worker)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async #countSessions(worker: types.Worker): Promise<number> {
    const servers = this.#servers.get(worker) ?? [];
    const dumps = await Promise.all(servers.map((server) => server.dump()));
    const held = dumps.flatMap(({ webRtcTransportIds }) => webRtcTransportIds);
    const used = await Promise.all(held.map((id) => this.#hasTracks(id)));
    const idle = used.filter((isUsed) => !isUsed).length;
    return held.length - Math.min(idle, 1);
  }

  /** A transport that only the worker knows is left over, whatever it carries. */
  async #hasTracks(transportId: string): Promise<boolean> {
    const transport = this.#transports.get(transportId);
    if (!transport || transport.closed) return true;
    // mediasoup gives the type of each kind of transport its own, this part of it to all of them.
    const dump = (await transport.dump()) as types.BaseTransportDump;
    return dump.producerIds.length + dump.consumerIds.length > 0;
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
