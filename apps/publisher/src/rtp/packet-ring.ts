/** A power of two: two seconds of video at 5 Mbit/s. */
const CAPACITY = 1024;

/** The last packets as they were sent, by their sequence number, for those who ask again (NACK). */
export class PacketRing {
  readonly #packets: ({ readonly sequenceNumber: number; readonly data: Buffer } | undefined)[] =
    new Array(CAPACITY);

  keep(sequenceNumber: number, data: Buffer): void {
    this.#packets[sequenceNumber % CAPACITY] = { sequenceNumber, data };
  }

  /** Undefined when it is too old, or was never sent. */
  find(sequenceNumber: number): Buffer | undefined {
    const kept = this.#packets[sequenceNumber % CAPACITY];
    return kept?.sequenceNumber === sequenceNumber ? kept.data : undefined;
  }
}
