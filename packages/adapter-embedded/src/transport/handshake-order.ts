import { type DtlsRecord, RECORD_TYPE, recordHeader } from './dtls-records.js';

/** RFC 6347, section 4.2.2: type, length, message_seq, fragment_offset, fragment_length. */
const HEADER_LENGTH = 12;
/** Longer messages than a certificate chain needs are not put together. */
const LONGEST_MESSAGE = 65_536;
/** Messages held back behind a missing one; a flight has fewer. */
const MOST_HELD = 16;

interface Message {
  readonly header: Buffer;
  readonly body: Buffer;
  /** Which bytes of the body have come. */
  readonly known: Uint8Array;
  missing: number;
}

/**
 * Puts the unprotected handshake messages of the peer together and in order, each once. werift
 * takes them as they come: it computes its keys over what it has then, and a handshake that has
 * lost one datagram does not recover.
 */
export class HandshakeOrder {
  readonly #held = new Map<number, Message>();
  #next = 0;

  /** The records to go on with: none, or several whose turn has come. */
  take(record: DtlsRecord): readonly Buffer[] {
    if (record.type !== RECORD_TYPE.handshake || record.epoch !== 0) return [record.bytes];
    const repeated = this.#hold(record.fragment);
    const ready: Buffer[] = repeated ? [record.bytes] : [];
    for (let message = this.#turn(); message; message = this.#turn())
      ready.push(toRecord(record, message));
    return ready;
  }

  /**
   * True for the very first message once more, before any other: the answer to it, a
   * HelloVerifyRequest, is not repeated by itself.
   */
  #hold(fragment: Buffer): boolean {
    let repeated = false;
    for (let at = 0; fragment.length - at >= HEADER_LENGTH; ) {
      const length = fragment.readUIntBE(at + 9, 3);
      const end = at + HEADER_LENGTH + length;
      if (end > fragment.length) break;
      repeated ||= fragment.readUInt16BE(at + 4) === 0 && this.#next === 1;
      this.#add(fragment.subarray(at, end));
      at = end;
    }
    return repeated;
  }

  #add(part: Buffer): void {
    const sequence = part.readUInt16BE(4);
    const total = part.readUIntBE(1, 3);
    const isAhead = sequence >= this.#next && sequence < this.#next + MOST_HELD;
    if (!isAhead || total > LONGEST_MESSAGE) return;
    const message = this.#held.get(sequence) ?? begin(part, total);
    this.#held.set(sequence, message);
    const offset = part.readUIntBE(6, 3);
    if (total !== message.body.length || offset + part.length - HEADER_LENGTH > total) return;
    part.copy(message.body, offset, HEADER_LENGTH);
    for (let at = offset; at < offset + part.length - HEADER_LENGTH; at += 1) {
      if (message.known[at] === 0) message.missing -= 1;
      message.known[at] = 1;
    }
  }

  #turn(): Message | undefined {
    const message = this.#held.get(this.#next);
    if (!message || message.missing > 0) return undefined;
    this.#held.delete(this.#next);
    this.#next += 1;
    return message;
  }
}

function begin(part: Buffer, total: number): Message {
  const header = Buffer.from(part.subarray(0, HEADER_LENGTH));
  header.writeUIntBE(0, 6, 3);
  header.writeUIntBE(total, 9, 3);
  return { header, body: Buffer.alloc(total), known: new Uint8Array(total), missing: total };
}

function toRecord(record: DtlsRecord, { header, body }: Message): Buffer {
  const fragment = Buffer.concat([header, body]);
  return Buffer.concat([recordHeader({ ...record, fragment }), fragment]);
}
