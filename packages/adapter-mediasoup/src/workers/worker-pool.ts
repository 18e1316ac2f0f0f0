import { availableParallelism } from 'node:os';
import { type BackendEnvironment, WhipError } from '@whipway/core';
import type { MediasoupSettings } from '../settings.js';
import { loadMediasoup, type MediasoupModule } from './load-mediasoup.js';
import type { MediaWorker } from './media-worker.js';
import { leastLoaded } from './placement.js';
import { startWorker } from './start-worker.js';
import { WorkerSlot } from './worker-slot.js';

/** A session's place on a worker, counted until it leaves. */
export interface Place {
  readonly worker: MediaWorker;
  leave(): void;
}

/** The workers of one backend, started at the first need. */
export class WorkerPool {
  readonly #settings: MediasoupSettings;
  readonly #environment: BackendEnvironment;
  #mediasoup: Promise<MediasoupModule> | undefined;
  #slots: readonly WorkerSlot[] = [];
  #closed = false;

  constructor(settings: MediasoupSettings, environment: BackendEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
  }

  /** The mediasoup package. @throws WhipError `backend-unavailable` without it */
  mediasoup(): Promise<MediasoupModule> {
    this.#mediasoup ??= loadMediasoup().catch((error: unknown) => {
      this.#mediasoup = undefined;
      throw error;
    });
    return this.#mediasoup;
  }

  /** The workers alive now. */
  get workers(): readonly MediaWorker[] {
    return this.#slots.flatMap(({ worker }) => worker ?? []);
  }

  /**
   * A place for one more session on the worker that has the fewest.
   *
   * @throws WhipError `backend-unavailable` when there is no worker and none can be started
   */
  async place(): Promise<Place> {
    const worker = leastLoaded(this.workers) ?? (await this.start().catch(forClients));
    // Nothing is awaited between the choice and the count: a burst of offers spreads.
    return { worker, leave: worker.occupy() };
  }

  /**
   * Resolves with the first worker that is up.
   *
   * @throws WhipError `backend-unavailable` when none can be started, with the reason
   */
  async start(): Promise<MediaWorker> {
    const mediasoup = await this.mediasoup();
    if (this.#closed) throw new WhipError('shutting-down', 'The media workers are being ended.');
    if (this.#slots.length === 0) this.#slots = this.#makeSlots(mediasoup);
    return Promise.any(this.#slots.map((slot) => slot.start())).catch((error: unknown) => {
      throw error instanceof AggregateError ? error.errors[0] : error;
    });
  }

  /**
   * Resolves when a worker answers; starts the workers if none does.
   *
   * @throws WhipError `backend-unavailable` with the reason why there is none
   */
  async health(): Promise<void> {
    const answers = this.workers.map((worker) => worker.ping());
    // None answers, or there is none: starting one says why.
    await Promise.any(answers).catch(() => this.start());
  }

  /** Resolves when no worker process is left. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#slots.map((slot) => slot.close()));
  }

  #makeSlots(mediasoup: MediasoupModule): readonly WorkerSlot[] {
    const { workers } = this.#settings;
    const { clock, logger } = this.#environment;
    const length = workers === 'cores' ? availableParallelism() : workers;
    const start = () => startWorker(mediasoup, this.#settings, this.#environment);
    const slots = Array.from({ length }, () => new WorkerSlot({ start, clock, logger }));
    // All at once: the first session takes whichever is up, the next ones find the others.
    for (const slot of slots) {
      slot.start().catch((error: unknown) => logger.warn('a media worker is missing', { error }));
    }
    return slots;
  }
}

/** What was tried names paths and addresses of this machine: that is for the log, and for `health`. */
function forClients(cause: unknown): never {
  throw new WhipError(
    'backend-unavailable',
    'No media worker can be started; the server’s log says why.',
    { cause, retryAfter: 10 },
  );
}
