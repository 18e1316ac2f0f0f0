/** A packet may be late for this long before it is asked for, milliseconds. */
const REORDERING = 10;
/** A packet is asked for this often. */
const MOST_TRIES = 8;
/** A longer gap is no loss but a break: only a key frame helps. */
const LONGEST_GAP = 512;

/** Packets that are missing for longer than this many others are not waited for any more. */
const LONGEST_WAIT = 1024;

interface Missing {
  tries: number;
  askAt: number;
}

/** Which packets of one stream have not come, and when to ask for them (RFC 4585, section 6.2.1). */
export class MissingPackets {
  readonly #missing = new Map<number, Missing>();
  #highest = -1;

  get size(): number {
    return this.#missing.size;
  }

  /** @returns `new`, `late` for one that was missing, `known` for one that came before, `broken`: new, after a gap too long to fill */
  received(index: number, now: number): 'new' | 'late' | 'known' | 'broken' {
    if (index <= this.#highest) return this.#missing.delete(index) ? 'late' : 'known';
    const gap = this.#highest < 0 ? 0 : index - this.#highest - 1;
    const next = this.#highest + 1;
    this.#highest = index;
    this.#giveUpBefore(index - LONGEST_WAIT);
    if (gap > LONGEST_GAP) {
      this.#missing.clear();
      return 'broken';
    }
    for (let lost = index - gap; lost < index && lost >= next; lost += 1)
      this.#missing.set(lost, { tries: 0, askAt: now + REORDERING });
    return 'new';
  }

  /** Entries stand in the order of their indexes. */
  #giveUpBefore(oldest: number): void {
    for (const index of this.#missing.keys()) {
      if (index >= oldest) return;
      this.#missing.delete(index);
    }
  }

  /** Indexes to ask for now. Each is asked for every `interval` milliseconds, then given up. */
  due(now: number, interval: number): readonly number[] {
    const due: number[] = [];
    for (const [index, missing] of this.#missing) {
      if (missing.askAt > now) continue;
      if (missing.tries === MOST_TRIES) {
        this.#missing.delete(index);
        continue;
      }
      missing.tries += 1;
      missing.askAt = now + interval;
      due.push(index);
    }
    return due.sort((one, other) => one - other);
  }
}
