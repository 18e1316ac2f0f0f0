import type { Clock, MediaReports } from '@whipway/core';
import type { JanusMessage } from '../connection/janus-message.js';

/** Silence that counts as `mediaDown`. Milliseconds. */
const SILENCE = 2_000;

/** Silence after which Janus says `receiving: false`, unless it says so itself. Milliseconds. */
const JANUS_SILENCE = 1_000;

/** Makes `mediaUp` and `mediaDown` of Janus’ `media` events, which tell of each mid and layer. */
export class MediaWatch {
  readonly #clock: Clock;
  readonly #reports: MediaReports;
  readonly #receiving = new Map<string, boolean>();
  #up = false;
  #cancelDown = () => {};

  constructor(clock: Clock, reports: MediaReports) {
    this.#clock = clock;
    this.#reports = reports;
  }

  /** A `media` event. */
  event({ mid = '', substream = 0, receiving = false, seconds }: JanusMessage): void {
    this.#receiving.set(`${mid}/${substream}`, receiving);
    if (receiving) this.flows();
    else if (![...this.#receiving.values()].includes(true)) {
      const silent = seconds === undefined ? JANUS_SILENCE : seconds * 1_000;
      this.#downIn(Math.max(0, SILENCE - silent));
    }
  }

  /** RTP comes in, on whatever track. */
  flows(): void {
    this.#cancelDown();
    if (this.#up) return;
    this.#up = true;
    this.#reports.mediaUp();
  }

  /** No RTP comes in. */
  dries(): void {
    this.#downIn(0);
  }

  /** Says nothing from now on. */
  stop(): void {
    this.#cancelDown();
    this.#up = false;
  }

  #downIn(milliseconds: number): void {
    this.#cancelDown();
    this.#cancelDown = this.#clock.after(milliseconds, () => {
      if (!this.#up) return;
      this.#up = false;
      this.#reports.mediaDown();
    });
  }
}
