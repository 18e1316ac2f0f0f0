const CYCLE = 65_536;

/** Which sequence numbers of one RTP stream have not come, from the first that came on. */
export class SequenceGaps {
  readonly #missing = new Set<number>();
  #highest: number | undefined;

  /** How many are missing now: one that comes late fills its gap. */
  get missing(): number {
    return this.#missing.size;
  }

  /** @param sequenceNumber 16 bits; counted on over its wrap-around (RFC 3550, appendix A.1) */
  add(sequenceNumber: number): void {
    const highest = this.#highest;
    if (highest === undefined) {
      this.#highest = sequenceNumber;
      return;
    }
    const ahead = (sequenceNumber - highest) & (CYCLE - 1);
    const index = highest + (ahead < CYCLE / 2 ? ahead : ahead - CYCLE);
    this.#missing.delete(index);
    for (let skipped = highest + 1; skipped < index; skipped += 1) this.#missing.add(skipped);
    this.#highest = Math.max(highest, index);
  }
}
