/** One report block's worth of numbers (RFC 3550, section 6.4.1). */
export interface ReceptionReport {
  /** Of 256, since the last report. */
  readonly fractionLost: number;
  readonly lost: number;
  readonly highestSequence: number;
  /** RTP timestamp units. */
  readonly jitter: number;
}

const LARGEST_LOSS = 0x7fffff;

/** Counts what one stream received and lost, and its jitter (RFC 3550, appendix A). */
export class Reception {
  packets = 0;
  bytes = 0;
  readonly #clockRate: number;
  #first = -1;
  #highest = -1;
  #transit: number | undefined;
  #jitter = 0;
  #expectedBefore = 0;
  #packetsBefore = 0;

  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  get highest(): number {
    return this.#highest;
  }

  get lost(): number {
    return Math.max(0, this.#expected - this.packets);
  }

  /** Milliseconds. */
  get jitter(): number {
    return (this.#jitter / this.#clockRate) * 1000;
  }

  /** @param now milliseconds, on any steady clock */
  add(index: number, timestamp: number, bytes: number, now: number): void {
    this.packets += 1;
    this.bytes += bytes;
    if (this.#first < 0) this.#first = index;
    if (index <= this.#highest) return;
    this.#highest = index;
    this.#measureJitter(timestamp, now);
  }

  /** For a packet that came as a retransmission: its time of arrival says nothing. */
  addRepaired(bytes: number): void {
    this.packets += 1;
    this.bytes += bytes;
  }

  report(): ReceptionReport {
    const expected = this.#expected - this.#expectedBefore;
    const lost = expected - (this.packets - this.#packetsBefore);
    this.#expectedBefore = this.#expected;
    this.#packetsBefore = this.packets;
    return {
      fractionLost:
        expected > 0 && lost > 0 ? Math.min(255, Math.floor((lost * 256) / expected)) : 0,
      lost: Math.min(this.lost, LARGEST_LOSS),
      highestSequence: Math.max(0, this.#highest) % 2 ** 32,
      jitter: Math.floor(this.#jitter),
    };
  }

  get #expected(): number {
    return this.#first < 0 ? 0 : this.#highest - this.#first + 1;
  }

  #measureJitter(timestamp: number, now: number): void {
    const transit = (now * this.#clockRate) / 1000 - timestamp;
    if (this.#transit !== undefined) {
      // The difference is taken modulo 2^32: timestamps roll over.
      const difference = Math.abs(Math.trunc(transit - this.#transit) | 0);
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }
}
