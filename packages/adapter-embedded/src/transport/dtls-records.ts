/** RFC 6347, section 4.1. */
export interface DtlsRecord {
  readonly type: number;
  readonly version: number;
  readonly epoch: number;
  readonly sequenceNumber: number;
  readonly fragment: Buffer;
  /** The record with its header, as it came. */
  readonly bytes: Buffer;
}

export const HEADER_LENGTH = 13;
export const RECORD_TYPE = { alert: 21, handshake: 22 } as const;
const CLIENT_HELLO = 1;

/** The records of a datagram; what follows a broken one is left out. */
export function readRecords(datagram: Buffer): readonly DtlsRecord[] {
  const records: DtlsRecord[] = [];
  for (let start = 0; datagram.length - start >= HEADER_LENGTH; ) {
    const end = start + HEADER_LENGTH + datagram.readUInt16BE(start + 11);
    if (end > datagram.length) break;
    records.push({
      type: datagram.readUInt8(start),
      version: datagram.readUInt16BE(start + 1),
      epoch: datagram.readUInt16BE(start + 3),
      sequenceNumber: datagram.readUIntBE(start + 5, 6),
      fragment: datagram.subarray(start + HEADER_LENGTH, end),
      bytes: datagram.subarray(start, end),
    });
    start = end;
  }
  return records;
}

/** A record's header, for the encrypted `fragment` that follows it. */
export function recordHeader(record: Omit<DtlsRecord, 'bytes'>): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt8(record.type, 0);
  header.writeUInt16BE(record.version, 1);
  header.writeUInt16BE(record.epoch, 3);
  header.writeUIntBE(record.sequenceNumber, 5, 6);
  header.writeUInt16BE(record.fragment.length, 11);
  return header;
}

/** An unprotected ClientHello: begins a handshake. */
export function isClientHello({ type, epoch, fragment }: DtlsRecord): boolean {
  return type === RECORD_TYPE.handshake && epoch === 0 && fragment[0] === CLIENT_HELLO;
}
