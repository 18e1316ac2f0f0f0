import { RtpHeader } from 'werift';

const FIXED_LENGTH = 12;
const VERSION = 0x80;
const EXTENSION = 0x10;
const MARKER = 0x80;
/** RFC 8285, section 4.2: one-byte headers. */
const ONE_BYTE_PROFILE = 0xbede;
const LARGEST_ID = 14;
const LONGEST_VALUE = 16;

export interface HeaderExtension {
  readonly id: number;
  readonly value: string;
}

/**
 * The RTP header of one outgoing stream. Only numbers change from packet to packet, so the rest is
 * written once: this runs for every packet of every viewer.
 */
export class OutgoingHeader extends RtpHeader {
  readonly #template: Buffer;

  constructor(payloadType: number, ssrc: number, extension?: HeaderExtension) {
    super({ payloadType, ssrc });
    const block = extension ? extensionBlock(extension) : Buffer.alloc(0);
    this.#template = Buffer.concat([Buffer.alloc(FIXED_LENGTH), block]);
    this.#template.writeUInt8(VERSION | (block.length > 0 ? EXTENSION : 0), 0);
    this.#template.writeUInt32BE(ssrc, 8);
  }

  override get serializeSize(): number {
    return this.#template.length;
  }

  override serialize(): Buffer<ArrayBuffer> {
    const header = Buffer.from(this.#template);
    header.writeUInt8((this.marker ? MARKER : 0) | this.payloadType, 1);
    header.writeUInt16BE(this.sequenceNumber, 2);
    header.writeUInt32BE(this.timestamp, 4);
    return header;
  }
}

/** Empty when one-byte headers cannot hold it: receivers then go by SSRC alone. */
function extensionBlock({ id, value }: HeaderExtension): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  if (id > LARGEST_ID || bytes.length === 0 || bytes.length > LONGEST_VALUE) return Buffer.alloc(0);
  const words = Math.ceil((bytes.length + 1) / 4);
  const block = Buffer.alloc(4 + words * 4);
  block.writeUInt16BE(ONE_BYTE_PROFILE, 0);
  block.writeUInt16BE(words, 2);
  block.writeUInt8((id << 4) | (bytes.length - 1), 4);
  bytes.copy(block, 5);
  return block;
}
