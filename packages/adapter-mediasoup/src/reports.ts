import type { HangUpReason, MediaReports } from '@whipway/core';

/** Reports of one session: hangs up at most once, and says nothing after that or after `close`. */
export class SessionReports {
  readonly #reports: MediaReports;
  #over = false;

  constructor(reports: MediaReports) {
    this.#reports = reports;
  }

  mediaUp(): void {
    if (!this.#over) this.#reports.mediaUp();
  }

  mediaDown(): void {
    if (!this.#over) this.#reports.mediaDown();
  }

  hungUp(reason: HangUpReason, detail?: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#reports.hungUp(reason, detail);
  }

  close(): void {
    this.#over = true;
  }
}
