import type { Clock, Logger } from '@whipway/core';
import type { MediaWorker } from './media-worker.js';

/** Waits between attempts to replace a worker that died, milliseconds. */
const FIRST_RETRY = 250;
const LAST_RETRY = 10_000;

/** What a slot needs of its surroundings. */
export interface SlotOptions {
  readonly start: () => Promise<MediaWorker>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The place of one worker: starts it, and starts another when it dies. */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #worker: MediaWorker | undefined;
  #starting: Promise<MediaWorker> | undefined;
  #retryDelay = FIRST_RETRY;
  #cancelRetry = () => {};
  #closed = false;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  /** The worker, while there is one. */
  get worker(): MediaWorker | undefined {
    return this.#worker?.alive ? this.#worker : undefined;
  }

  /** The running attempt, or a new one. Resolves at once while the worker lives. */
  start(): Promise<MediaWorker> {
    if (this.worker) return Promise.resolve(this.worker);
    this.#cancelRetry();
    this.#starting ??= this.#attempt().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    await this.#starting?.catch(() => {});
    await this.#worker?.close();
    this.#worker = undefined;
  }

  async #attempt(): Promise<MediaWorker> {
    const worker = await this.#options.start();
    if (this.#closed) {
      await worker.close();
      throw new Error('the pool is closed');
    }
    this.#worker = worker;
    this.#retryDelay = FIRST_RETRY;
    this.#options.logger.debug('media worker started', { pid: worker.pid });
    worker.onDied((error) => this.#replace(worker, error));
    return worker;
  }

  #replace(worker: MediaWorker, error: Error): void {
    this.#worker = undefined;
    this.#options.logger.error(worker.fate, { error, sessions: worker.load });
    this.#retry();
  }

  #retry(): void {
    if (this.#closed) return;
    this.start().catch((error: unknown) => {
      if (this.#closed) return;
      this.#options.logger.warn('no replacement for a media worker yet', { error });
      this.#cancelRetry = this.#options.clock.after(this.#retryDelay, () => this.#retry());
      this.#retryDelay = Math.min(this.#retryDelay * 2, LAST_RETRY);
    });
  }
}
