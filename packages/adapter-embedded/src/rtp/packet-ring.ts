/** A packet on its way from a publisher to viewers; every viewer gets the same object. */
export interface ForwardedPacket {
  /** Continuous through changes of layer: rollovers and sequence number. */
  readonly index: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
  /** True for the first packet of a key frame, and for all audio: decoding can begin here. */
  readonly startsHere: boolean;
}

/** The last packets of a track, for retransmission. */
export class PacketRing {
  readonly #packets: (ForwardedPacket | undefined)[];

  /** @param size how many packets to keep */
  constructor(size: number) {
    this.#packets = new Array<ForwardedPacket | undefined>(size).fill(undefined);
  }

  add(packet: ForwardedPacket): void {
    this.#packets[packet.index % this.#packets.length] = packet;
  }

  /** Undefined when it never came or is overwritten. */
  get(index: number): ForwardedPacket | undefined {
    const packet = this.#packets[index % this.#packets.length];
    return packet?.index === index ? packet : undefined;
  }
}
