import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DtlsRecord, readRecords, recordHeader } from '../../src/transport/dtls-records.js';
import { HandshakeOrder } from '../../src/transport/handshake-order.js';

const VERSION = 0xfefd;

function record(type: number, epoch: number, fragment: Buffer): DtlsRecord {
  const head = recordHeader({ type, version: VERSION, epoch, sequenceNumber: 1, fragment });
  const [read] = readRecords(Buffer.concat([head, fragment]));
  if (!read) throw new Error('no record');
  return read;
}

/** One part of a handshake message. */
function part(sequence: number, body: Buffer, from = 0, to = body.length): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt8(11, 0);
  header.writeUIntBE(body.length, 1, 3);
  header.writeUInt16BE(sequence, 4);
  header.writeUIntBE(from, 6, 3);
  header.writeUIntBE(to - from, 9, 3);
  return Buffer.concat([header, body.subarray(from, to)]);
}

function message(sequence: number, text: string, from?: number, to?: number): DtlsRecord {
  return record(22, 0, part(sequence, Buffer.from(text), from, to));
}

/** Bodies of the messages that came out, each whole. */
function bodies(records: readonly Buffer[]): readonly string[] {
  return records.flatMap(readRecords).map(({ fragment }) => {
    expect(fragment.readUIntBE(6, 3)).toBe(0);
    expect(fragment.readUIntBE(9, 3)).toBe(fragment.length - 12);
    return fragment.subarray(12).toString();
  });
}

describe('HandshakeOrder', () => {
  it('holds back what comes too early, and gives each message once', () => {
    const order = new HandshakeOrder();
    expect(bodies(order.take(message(0, 'hello')))).toEqual(['hello']);
    expect(order.take(message(2, 'key'))).toEqual([]);
    expect(order.take(message(3, 'proof'))).toEqual([]);
    expect(bodies(order.take(message(1, 'certificate')))).toEqual(['certificate', 'key', 'proof']);
    expect(order.take(message(2, 'key'))).toEqual([]);
  });

  it('puts the parts of a message together, overlapping ones too', () => {
    const order = new HandshakeOrder();
    const whole = 'a rather long certificate';
    expect(order.take(message(0, whole, 10, 25))).toEqual([]);
    expect(order.take(message(0, whole, 10, 25))).toEqual([]);
    expect(bodies(order.take(message(0, whole, 0, 14)))).toEqual([whole]);
  });

  it('takes several messages of one record', () => {
    const order = new HandshakeOrder();
    const both = Buffer.concat([part(0, Buffer.from('one')), part(1, Buffer.from('two'))]);
    expect(bodies(order.take(record(22, 0, both)))).toEqual(['one', 'two']);
  });

  it('repeats the first message only while nothing followed it', () => {
    const order = new HandshakeOrder();
    order.take(message(0, 'hello'));
    expect(bodies(order.take(message(0, 'hello')))).toEqual(['hello']);
    order.take(message(1, 'hello with cookie'));
    expect(order.take(message(0, 'hello'))).toEqual([]);
  });

  it('leaves other records and protected ones as they are', () => {
    const order = new HandshakeOrder();
    for (const other of [record(20, 0, Buffer.from([1])), record(22, 1, Buffer.from('sealed'))])
      expect(order.take(other)).toEqual([other.bytes]);
  });

  it('stands whatever is sent to it', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (fragments) => {
        const order = new HandshakeOrder();
        for (const fragment of fragments)
          expect(() => order.take(record(22, 0, Buffer.from(fragment)))).not.toThrow();
      }),
    );
  });

  it('does not store messages from far ahead or of great length', () => {
    const order = new HandshakeOrder();
    expect(order.take(message(16, 'far'))).toEqual([]);
    const huge = part(0, Buffer.alloc(10));
    huge.writeUIntBE(0xffffff, 1, 3);
    expect(order.take(record(22, 0, huge))).toEqual([]);
    expect(bodies(order.take(message(0, 'hello')))).toEqual(['hello']);
  });
});
