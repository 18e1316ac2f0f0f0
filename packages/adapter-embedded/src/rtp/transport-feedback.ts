import { indexNear } from './packet-index.js';

/** Arrival times are told in quarters of a millisecond, from a base in steps of 64 ms. */
const TICKS_PER_MILLISECOND = 4;
const TICKS_PER_REFERENCE = 256;
/** Symbols of two bits in a status vector chunk. */
const SYMBOLS = 7;
const LARGEST_SMALL_DELTA = 255;
const LARGEST_DELTA = 32_767;
/** More packets than this are not told in one report. */
const LONGEST_REPORT = 4096;

const NOT_RECEIVED = 0;
const RECEIVED_SMALL = 1;
const RECEIVED_LARGE = 2;

/** RTCP packet type and format of the report, and its length before the chunks, bytes. */
const TRANSPORT_FEEDBACK = 205;
const FORMAT = 15;
const FIXED_LENGTH = 20;

/**
 * Tells a publisher when each of its packets arrived
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01), so that it can measure the way to us.
 */
export class TransportFeedback {
  readonly #ownSsrc: number;
  readonly #arrivals = new Map<number, number>();
  #highest = -1;
  #next = -1;
  #reports = 0;

  constructor(ownSsrc: number) {
    this.#ownSsrc = ownSsrc;
  }

  /** @param now milliseconds on a steady clock, with fractions */
  received(sequenceNumber: number, now: number): void {
    const index =
      this.#highest < 0 ? sequenceNumber + 65_536 : indexNear(this.#highest, sequenceNumber);
    if (index > this.#highest) this.#highest = index;
    if (!this.#arrivals.has(index))
      this.#arrivals.set(index, Math.floor(now * TICKS_PER_MILLISECOND));
  }

  /** The next report, serialised; undefined when nothing came since the last. */
  report(mediaSsrc: number): Buffer | undefined {
    const indexes = [...this.#arrivals.keys()].sort((one, other) => one - other);
    const [first] = indexes;
    const last = indexes.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const start = this.#next >= 0 && this.#next < first ? this.#next : first;
    const base = last - start < LONGEST_REPORT ? start : first;
    const report = this.#build(base, Math.min(last, base + LONGEST_REPORT - 1), mediaSsrc);
    this.#arrivals.clear();
    this.#next = last + 1;
    this.#reports += 1;
    return report;
  }

  #build(first: number, last: number, mediaSsrc: number): Buffer {
    const reference = Math.floor(Math.min(...this.#arrivals.values()) / TICKS_PER_REFERENCE);
    const { symbols, deltas } = this.#describe(first, last, reference * TICKS_PER_REFERENCE);
    const chunks = inChunks(symbols);
    const length = FIXED_LENGTH + chunks.length * 2 + bytesOf(deltas);
    // Zeroed to the next multiple of four: the report may end in padding without the P bit.
    const report = Buffer.alloc(Math.ceil(length / 4) * 4);
    report.writeUInt8(0x80 | FORMAT, 0);
    report.writeUInt8(TRANSPORT_FEEDBACK, 1);
    report.writeUInt16BE(report.length / 4 - 1, 2);
    report.writeUInt32BE(this.#ownSsrc, 4);
    report.writeUInt32BE(mediaSsrc, 8);
    report.writeUInt16BE(first % 65_536, 12);
    report.writeUInt16BE(symbols.length, 14);
    report.writeUIntBE(reference % 2 ** 24, 16, 3);
    report.writeUInt8(this.#reports % 256, 19);
    let end = FIXED_LENGTH;
    for (const chunk of chunks) end = report.writeUInt16BE(chunk, end);
    for (const delta of deltas)
      end = isSmall(delta) ? report.writeUInt8(delta, end) : report.writeInt16BE(delta, end);
    return report;
  }

  /** A symbol a packet, and the ticks between those that arrived. */
  #describe(
    first: number,
    last: number,
    base: number,
  ): { readonly symbols: readonly number[]; readonly deltas: readonly number[] } {
    const symbols: number[] = [];
    const deltas: number[] = [];
    let before = base;
    for (let index = first; index <= last; index += 1) {
      const arrival = this.#arrivals.get(index) ?? Number.NaN;
      const delta = arrival - before;
      if (!(Math.abs(delta) <= LARGEST_DELTA)) {
        symbols.push(NOT_RECEIVED);
        continue;
      }
      symbols.push(isSmall(delta) ? RECEIVED_SMALL : RECEIVED_LARGE);
      deltas.push(delta);
      before = arrival;
    }
    return { symbols, deltas };
  }
}

function isSmall(delta: number): boolean {
  return delta >= 0 && delta <= LARGEST_SMALL_DELTA;
}

function bytesOf(deltas: readonly number[]): number {
  return deltas.reduce((sum, delta) => sum + (isSmall(delta) ? 1 : 2), 0);
}

/** Status vector chunks of two-bit symbols: two bits of type, then the symbols. */
function inChunks(symbols: readonly number[]): readonly number[] {
  const chunks: number[] = [];
  for (let start = 0; start < symbols.length; start += SYMBOLS) {
    let chunk = 0b11;
    for (let at = start; at < start + SYMBOLS; at += 1)
      chunk = (chunk << 2) | (symbols[at] ?? NOT_RECEIVED);
    chunks.push(chunk);
  }
  return chunks;
}
