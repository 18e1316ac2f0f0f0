import type { Statistics } from '@whipway/client';
import { clock, type EncoderProgress, milliseconds, statusLine } from '../output/status-line.js';
import type { Terminal } from '../output/terminal.js';

/** Without a terminal a line of numbers comes this often, in seconds. */
const PLAIN_INTERVAL = 10;

export interface ReporterParts {
  readonly terminal: Terminal;
  /** True for a line of JSON each second on standard output. */
  readonly stats: boolean;
  readonly progress: () => EncoderProgress | undefined;
}

interface StatisticsSource {
  statistics(interval?: number): AsyncIterable<Statistics>;
}

/** Tells how it goes: a line that changes in a terminal, now and then a plain one elsewhere. */
export class Reporter {
  readonly #parts: ReporterParts;
  readonly #started = performance.now();
  #flowing: number | undefined;
  #plain = 0;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
  }

  /** Media flows. @param how `sent` or `received` */
  firstFrame(how: string): void {
    this.#flowing = performance.now();
    const passed = milliseconds(this.#flowing - this.#started);
    this.#parts.terminal.say('info', `First frame ${how} after ${passed}.`);
  }

  /** Tells the numbers of a session until it is closed. */
  async follow(source: StatisticsSource): Promise<void> {
    for await (const statistics of source.statistics(1000)) this.#tell(statistics);
  }

  finish(): void {
    const { terminal } = this.#parts;
    terminal.showStatus('');
    if (this.#flowing !== undefined) terminal.say('info', `Ended after ${clock(this.#seconds)}.`);
  }

  get #seconds(): number {
    return this.#flowing === undefined ? 0 : (performance.now() - this.#flowing) / 1000;
  }

  #tell(statistics: Statistics): void {
    const { terminal, stats, progress } = this.#parts;
    const encoder = progress();
    if (stats) process.stdout.write(`${JSON.stringify({ ...statistics, encoder })}\n`);
    if (this.#flowing === undefined) return;
    const seconds = this.#seconds;
    const line = statusLine({ seconds, statistics, encoder });
    if (terminal.isLive) terminal.showStatus(line);
    else if (seconds >= this.#plain) {
      // After an outage the lines that were not told are not made up for.
      this.#plain = seconds + PLAIN_INTERVAL;
      terminal.say('info', line);
    }
  }
}
