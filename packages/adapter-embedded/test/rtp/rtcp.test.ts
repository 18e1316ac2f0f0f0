import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RtcpPacketConverter, RtcpSrPacket } from 'werift';
import { compactDelay, compactNtp, ntpAfter, toNtp } from '../../src/rtp/ntp-time.js';
import { readRtcp } from '../../src/rtp/rtcp-reading.js';
import {
  bitrateLimit,
  fullIntraRequest,
  negativeAcknowledgement,
  pictureLoss,
  receiverReport,
  senderReport,
} from '../../src/rtp/rtcp-writing.js';

/** What a peer of ours makes of a packet. */
function heard(data: Buffer): readonly unknown[] {
  const words: unknown[] = [];
  readRtcp(data, {
    senderReport: (...values) => words.push(['sender report', ...values]),
    receptionReport: ({ ssrc, packetsLost }) => words.push(['report', ssrc, packetsLost]),
    lost: (...values) => words.push(['lost', ...values]),
    pictureLost: (...values) => words.push(['picture lost', ...values]),
  });
  return words;
}

describe('RTCP', () => {
  it('is read as it was written', () => {
    const block = {
      ssrc: 7,
      fractionLost: 3,
      lost: 40,
      highestSequence: 70_000,
      jitter: 5,
      lastReport: 1,
      delay: 2,
    };
    const times = { ntp: 5n << 32n, timestamp: 99, packets: 2 ** 32 + 3, bytes: 10 };
    const compound = Buffer.concat([
      receiverReport(1, [block]),
      negativeAcknowledgement(1, 7, [10, 12, 30, 65_535]),
      pictureLoss(1, 7),
      fullIntraRequest(1, 8, 300),
      bitrateLimit(1, [7], 20_000_000),
      senderReport(9, 'name', times),
    ]);
    expect(heard(compound)).toEqual([
      ['report', 7, 40],
      ['lost', 7, [10, 12, 30, 65_535]],
      ['picture lost', 7],
      ['picture lost', 8],
      ['sender report', 9, 5n << 32n, 99],
    ]);
    const [report] = RtcpPacketConverter.deSerialize(senderReport(9, 'name', times));
    expect(report instanceof RtcpSrPacket && report.senderInfo.packetCount).toBe(3);
  });

  it('limits the bitrate to about what is wanted', () => {
    for (const wanted of [30_000, 262_143, 20_000_000, 100_000_000]) {
      const data = bitrateLimit(1, [7, 8], wanted);
      expect(data.length % 4).toBe(0);
      expect(data.readUInt16BE(2)).toBe(data.length / 4 - 1);
      expect(data.toString('latin1', 12, 16)).toBe('REMB');
      const exponent = data.readUInt8(17) >> 2;
      const mantissa = data.readUIntBE(17, 3) & 0x3ffff;
      const told = mantissa * 2 ** exponent;
      expect(told).toBeLessThanOrEqual(wanted);
      expect(told).toBeGreaterThan(wanted * 0.99);
    }
  });

  it('never throws on what a peer sends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(() => heard(Buffer.from(bytes))).not.toThrow();
      }),
    );
    const valid = receiverReport(1, []);
    expect(() => heard(valid.subarray(0, 6))).not.toThrow();
  });
});

describe('NTP time', () => {
  it('counts from 1900, in fractions of 2^-32 s', () => {
    expect(toNtp(0)).toBe(2_208_988_800n << 32n);
    expect(toNtp(1500) - toNtp(0)).toBe(3n << 31n);
    expect(ntpAfter(toNtp(1000), 250)).toBe(toNtp(1250));
    expect(ntpAfter(toNtp(1000), -250)).toBe(toNtp(750));
  });

  it('is cut to its middle for report blocks', () => {
    expect(compactNtp(0x1122334455667788n)).toBe(0x33445566);
    expect(compactDelay(1500)).toBe(98_304);
  });
});
