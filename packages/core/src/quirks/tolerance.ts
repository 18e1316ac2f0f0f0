import { WhipError } from '../errors/whip-error.js';
import { QUIRKS, type QuirkId } from './quirk-table.js';

/** Which of the two switches are strict. */
export interface ToleranceModes {
  readonly bodies: 'lenient' | 'strict';
  readonly ifMatch: 'lenient' | 'strict';
}

/**
 * The one place that decides whether a quirk passes. Lenient: it is noted, once a request. Strict:
 * it is refused with the code of its row.
 */
export class Tolerance {
  readonly #modes: ToleranceModes;
  readonly #note: (quirk: QuirkId) => void;
  readonly #noted = new Set<QuirkId>();

  constructor(modes: ToleranceModes, note: (quirk: QuirkId) => void = () => {}) {
    this.#modes = modes;
    this.#note = note;
  }

  /** @throws WhipError with the row's `strict` code and `message` in strict mode. */
  allow(quirk: QuirkId, message: string): void {
    const row = QUIRKS[quirk];
    if (this.#modes[row.mode] === 'strict') throw new WhipError(row.strict, message);
    if (this.#noted.has(quirk)) return;
    this.#noted.add(quirk);
    this.#note(quirk);
  }
}
