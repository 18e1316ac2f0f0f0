import type { Clock, MediaReports } from '@whipway/core';

/** Silence on all tracks for this long is `mediaDown`, milliseconds. */
const SILENCE = 2000;

/** Reports the first RTP, and when it has stopped (S-103). */
export class MediaWatch {
  readonly #clock: Clock;
  readonly #reports: MediaReports;
  #last = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, reports: MediaReports) {
    this.#clock = clock;
    this.#reports = reports;
  }

  /** RTP came. */
  heard(now: number): void {
    this.#last = now;
    if (this.#cancel) return;
    this.#listen(SILENCE);
    this.#reports.mediaUp();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #listen(rest: number): void {
    this.#cancel = this.#clock.after(rest, () => {
      const silent = this.#clock.now() - this.#last;
      if (silent < SILENCE) return this.#listen(SILENCE - silent);
      this.#cancel = undefined;
      this.#reports.mediaDown();
    });
  }
}
