import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RtcpRrPacket, RtcpSenderInfo, RtcpSrPacket, RtpHeader } from 'werift';
import { offered } from '../../src/peer/codecs.js';
import { isRtcp, isRtp } from '../../src/rtp/is-packet.js';
import { OutgoingTrack } from '../../src/rtp/outgoing-track.js';
import { sourceOf } from '../../src/rtp/picture-loss.js';

const rtp = (...after: number[]) =>
  Buffer.concat([new RtpHeader({ ssrc: 7, payloadType: 96 }).serialize(12), Buffer.from(after)]);

describe('a datagram', () => {
  it('of an encoder is RTP, also with extension, sources and padding', () => {
    expect(isRtp(rtp(1, 2, 3))).toBe(true);
    const padded = rtp(1, 0, 0, 3);
    padded[0] = 0xa0;
    expect(isRtp(padded)).toBe(true);
    const extended = rtp(0, 0, 0, 1, 9, 9, 9, 9, 1);
    extended[0] = 0x90;
    expect(isRtp(extended)).toBe(true);
  });

  // biome-ignore format: one datagram a line, read it as a table
  it.each([
    ['is empty',                   Buffer.alloc(0)],
    ['is too short',               rtp().subarray(0, 11)],
    ['is of another version',      Buffer.alloc(40)],
    ['has a longer extension',     Buffer.concat([Buffer.from([0x90]), Buffer.alloc(13, 0xff), Buffer.from([0, 9])])],
    ['is cut off in an extension', Buffer.concat([Buffer.from([0x90]), Buffer.alloc(12)])],
    ['has more padding than room', Buffer.concat([Buffer.from([0xa0]), Buffer.alloc(12, 0xff)])],
    ['has more sources than room', Buffer.concat([Buffer.from([0x8f]), Buffer.alloc(12)])],
  ])('that %s is no RTP', (_, datagram) => expect(isRtp(datagram)).toBe(false));

  it('is RTCP when its lengths fit', () => {
    const senderInfo = new RtcpSenderInfo({
      ntpTimestamp: 1n,
      rtpTimestamp: 2,
      packetCount: 3,
      octetCount: 4,
    });
    const report = new RtcpSrPacket({ ssrc: 7, senderInfo, reports: [] }).serialize();
    const compound = Buffer.concat([
      report,
      new RtcpRrPacket({ ssrc: 7, reports: [] }).serialize(),
    ]);
    expect([report, compound].map(isRtcp)).toEqual([true, true]);
    expect(
      [compound.subarray(0, -1), rtp(1, 2), Buffer.alloc(0), Buffer.alloc(12)].map(isRtcp),
    ).toEqual([false, false, false, false]);
  });

  it('that is taken never throws, whatever is in it', () => {
    const link = { protect: () => Buffer.alloc(1), send: () => {}, sendRtcp: () => {} };
    const track = new OutgoingTrack({ codec: offered('vp8'), ssrc: 1, cname: 'x', link });
    const datagram = fc.uint8Array({ maxLength: 80 }).map((bytes) => {
      const buffer = Buffer.from(bytes);
      if (buffer[0] !== undefined) buffer[0] = 0x80 | (buffer[0] & 0x3f);
      return buffer;
    });
    fc.assert(
      fc.property(datagram, (data) => {
        if (isRtp(data)) {
          sourceOf(data);
          track.write(data);
        }
        if (isRtcp(data)) track.tellClock(data);
      }),
      { numRuns: 2000 },
    );
  });
});
