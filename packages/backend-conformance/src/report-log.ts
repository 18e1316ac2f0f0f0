import type { Clock, HangUpReason, MediaReports } from '@whipway/core';

/** One call of a backend's {@link MediaReports}. */
export interface Report {
  readonly kind: 'mediaUp' | 'mediaDown' | 'hungUp';
  /** When it came, by the kit's clock. */
  readonly at: number;
  /** Of a `hungUp`. */
  readonly reason?: HangUpReason;
}

/** Writes down what a backend reports about one session. */
export class ReportLog implements MediaReports {
  readonly #clock: Clock;
  readonly #reports: Report[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  mediaUp(): void {
    this.#reports.push({ kind: 'mediaUp', at: this.#clock.now() });
  }

  mediaDown(): void {
    this.#reports.push({ kind: 'mediaDown', at: this.#clock.now() });
  }

  hungUp(reason: HangUpReason): void {
    this.#reports.push({ kind: 'hungUp', at: this.#clock.now(), reason });
  }

  get all(): readonly Report[] {
    return this.#reports;
  }

  of(kind: Report['kind']): readonly Report[] {
    return this.#reports.filter((report) => report.kind === kind);
  }

  /** `mediaUp, hungUp ice-failed`, or `nothing`: for messages. */
  toString(): string {
    const words = this.#reports.map(({ kind, reason }) => (reason ? `${kind} ${reason}` : kind));
    return words.join(', ') || 'nothing';
  }
}
