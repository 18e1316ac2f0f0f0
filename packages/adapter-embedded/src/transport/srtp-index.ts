import { indexNear } from '../rtp/packet-index.js';

/** How far back a packet may come and still be told from a replay. */
const WINDOW = 1024;

/** The packet index of one received stream, and its replay window (RFC 3711, sections 3.3.1, 3.3.2). */
export class IndexEstimate {
  #highest = -1;
  readonly #seen = new Float64Array(WINDOW).fill(-1);

  /** The likeliest index of a packet: the one nearest to the highest so far. Negative: too old. */
  guess(sequenceNumber: number): number {
    return this.#highest < 0 ? sequenceNumber : indexNear(this.#highest, sequenceNumber);
  }

  /** True for a packet that came before, or that is too old to tell. */
  isKnown(index: number): boolean {
    return index <= this.#highest - WINDOW || this.#seen[index % WINDOW] === index;
  }

  /** The packet was authentic. */
  accept(index: number): void {
    this.#seen[index % WINDOW] = index;
    if (index > this.#highest) this.#highest = index;
  }
}
