const HEADER_BYTES = 12;
const VERSION = 0x80;
const MARKER = 0x80;

/** Puts RTP headers before the payloads of one stream (RFC 3550, section 5.1). */
export class RtpWriter {
  readonly #payloadType: number;
  readonly #ssrc: number;
  #sequenceNumber = 0;

  constructor(payloadType: number, ssrc: number) {
    this.#payloadType = payloadType;
    this.#ssrc = ssrc;
  }

  /** @param timestamp in the codec's clock; wraps at 32 bits */
  write(payload: Uint8Array, timestamp: number, marker: boolean): Buffer {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    packet.writeUInt8(VERSION, 0);
    packet.writeUInt8((marker ? MARKER : 0) | this.#payloadType, 1);
    packet.writeUInt16BE(this.#sequenceNumber, 2);
    packet.writeUInt32BE(Math.round(timestamp) >>> 0, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    packet.set(payload, HEADER_BYTES);
    this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff;
    return packet;
  }
}
