import type { Clock } from '@whipway/core';

/** How often a sending publisher's bytes are looked at. Milliseconds. */
const INTERVAL = 500;
/** The contract's silence: no RTP on all tracks for so long is `mediaDown`. Milliseconds. */
const SILENCE = 2_000;

/** What a watch tells, and where it asks. */
export interface SilenceWatchOptions {
  readonly clock: Clock;
  /** RTP bytes received on all tracks since the start. */
  readonly received: () => Promise<number>;
  readonly up: () => void;
  readonly down: () => void;
}

/**
 * Tells when a publisher falls silent and when it is heard again. mediasoup says when the first
 * packet of a stream came, but of a single stream never that it stopped.
 */
export class SilenceWatch {
  readonly #options: SilenceWatchOptions;
  #bytes = 0;
  #grewAt = 0;
  #heard = false;
  #running = false;
  #cancel = () => {};

  constructor(options: SilenceWatchOptions) {
    this.#options = options;
  }

  /** A packet came. The first one starts the watch. */
  heard(): void {
    this.#grewAt = this.#options.clock.now();
    this.#setHeard(true);
    if (this.#running) return;
    this.#running = true;
    this.#next();
  }

  /** The transport is down: silence needs no waiting. */
  lost(): void {
    this.#setHeard(false);
  }

  stop(): void {
    this.#cancel();
    this.#running = false;
  }

  #next(): void {
    this.#cancel = this.#options.clock.after(INTERVAL, () => void this.#look());
  }

  async #look(): Promise<void> {
    // A worker that does not answer ends all its sessions at once; that is not told here.
    const bytes = await this.#options.received().catch(() => undefined);
    if (!this.#running) return;
    if (bytes !== undefined) this.#compare(bytes);
    this.#next();
  }

  #compare(bytes: number): void {
    const now = this.#options.clock.now();
    if (bytes > this.#bytes) {
      this.#grewAt = now;
      this.#setHeard(true);
    } else if (now - this.#grewAt >= SILENCE) {
      this.#setHeard(false);
    }
    this.#bytes = bytes;
  }

  #setHeard(heard: boolean): void {
    if (heard === this.#heard) return;
    this.#heard = heard;
    if (heard) this.#options.up();
    else this.#options.down();
  }
}
