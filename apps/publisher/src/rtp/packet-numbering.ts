/** Forward jumps of more packets than this are another stream, not loss on the way from the encoder. */
const LONGEST_GAP = 90;
/** How many numbers are left out where a stream goes on from another encoder, so that it shows. */
const SEAM = 8;

/** What is renumbered of a packet. */
export interface Numbered {
  readonly ssrc: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
}

/**
 * Numbers the packets of one encoder after another as one stream, as long as a session lasts.
 *
 * SRTP counts how often the sequence number wraps, so no number may jump across that seam.
 */
export class PacketNumbering {
  readonly #clockRate: number;
  #source: number | undefined;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #last: { readonly input: number; readonly output: Numbered; readonly at: number } | undefined;

  /** @param clockRate of the RTP timestamps, in hertz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** @param now milliseconds, for the time that passes between two encoders */
  next(packet: Numbered, now: number): Numbered {
    const last = this.#last;
    const step = last ? forward(packet.sequenceNumber - last.input) : 0;
    const anew =
      packet.ssrc !== this.#source || (step > LONGEST_GAP && step < 65_536 - LONGEST_GAP);
    if (last && anew) this.#bridge(packet, last.output, now - last.at);
    this.#source = packet.ssrc;
    const output = {
      ssrc: packet.ssrc,
      sequenceNumber: forward(packet.sequenceNumber + this.#sequenceOffset),
      timestamp: this.timestamp(packet.timestamp),
    };
    const isLate = !anew && step >= 32_768;
    if (!isLate) this.#last = { input: packet.sequenceNumber, output, at: now };
    return output;
  }

  /** A timestamp of the encoder as it is sent. */
  timestamp(timestamp: number): number {
    return (timestamp + this.#timestampOffset) >>> 0;
  }

  #bridge(packet: Numbered, last: Numbered, milliseconds: number): void {
    const passed = Math.max(1, Math.round((milliseconds * this.#clockRate) / 1000));
    this.#sequenceOffset = forward(last.sequenceNumber + SEAM - packet.sequenceNumber);
    this.#timestampOffset = (last.timestamp + passed - packet.timestamp) >>> 0;
  }
}

function forward(sequenceNumber: number): number {
  return sequenceNumber & 0xffff;
}
