import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  GenericNack,
  type RtcpPacket,
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
  RtpHeader,
  RtpPacket,
} from 'werift';
import { offered } from '../../src/peer/codecs.js';
import { middleOf, ntpOf } from '../../src/rtp/ntp-time.js';
import { OutgoingTrack } from '../../src/rtp/outgoing-track.js';
import { PacketRing } from '../../src/rtp/packet-ring.js';

const SSRC = 4_000_000_000;
const NOON = Date.UTC(2026, 0, 1, 12);

/** Protection is left out: what would be encrypted goes out as it is. */
class Wire {
  keys = true;
  now = NOON;
  readonly sent: RtpPacket[] = [];
  readonly reports: RtcpPacket[] = [];
  readonly track = new OutgoingTrack({
    codec: offered('vp8', 120),
    ssrc: SSRC,
    cname: 'us',
    now: () => this.now,
    link: {
      protect: (payload, header) =>
        this.keys ? new RtpPacket(header, payload).serialize() : undefined,
      send: (data) => this.sent.push(RtpPacket.deSerialize(data)),
      sendRtcp: (packets) => this.reports.push(...packets),
    },
  });

  write(header: Partial<RtpHeader>, payload = Buffer.from('media')) {
    const given = { payloadType: 96, ssrc: 1, sequenceNumber: 10, timestamp: 1000, ...header };
    return this.track.write(new RtpPacket(new RtpHeader(given), payload).serialize());
  }

  get senderReport(): RtcpSrPacket | undefined {
    return this.reports.findLast((packet) => packet instanceof RtcpSrPacket);
  }
}

let wire: Wire;
beforeEach(() => {
  wire = new Wire();
});

function nack(lost: number[], mediaSourceSsrc = SSRC): RtcpPacket {
  return new RtcpTransportLayerFeedback({
    feedback: new GenericNack({ senderSsrc: 5, mediaSourceSsrc, lost }),
  });
}

describe('a packet of a media tool', () => {
  it('goes out with the SSRC of the offer and the payload type of the answer', () => {
    expect(wire.write({ marker: true })).toBe(true);
    expect(wire.sent[0]?.header).toMatchObject({
      ssrc: SSRC,
      payloadType: 120,
      sequenceNumber: 10,
      timestamp: 1000,
      marker: true,
    });
    expect(wire.sent[0]?.payload.toString()).toBe('media');
    expect(wire.track.figures).toMatchObject({ packets: 1, octets: 5, frames: 1 });
  });

  it('is dropped while there are no keys, and not counted', () => {
    wire.keys = false;
    expect(wire.write({})).toBe(false);
    expect(wire.sent).toEqual([]);
    expect(wire.track.figures.packets).toBe(0);
  });

  it('loses its padding and the extensions that only the tool knows', () => {
    const header = new RtpHeader({
      ssrc: 1,
      payloadType: 96,
      padding: true,
      paddingSize: 4,
      extension: true,
      extensions: [{ id: 3, payload: Buffer.from([1]) }],
    });
    const data = new RtpPacket(header, Buffer.from('media')).serialize();
    data[data.length - 1] = 4;
    wire.track.write(data);
    expect(wire.sent[0]?.payload.toString()).toBe('media');
    expect(wire.sent[0]?.header.extensions).toEqual([]);
    expect(wire.sent[0]?.header.padding).toBe(false);
  });
});

describe('what the server asks for', () => {
  it('is sent again as it was, also from another encoder than now', () => {
    wire.write({ sequenceNumber: 10 }, Buffer.from('ten'));
    wire.write({ sequenceNumber: 11 }, Buffer.from('eleven'));
    wire.track.receive(nack([10, 11, 12]));
    expect(wire.sent.slice(2).map(({ payload }) => payload.toString())).toEqual(['ten', 'eleven']);
    expect(wire.track.figures).toMatchObject({ packets: 2, sentAgain: 2 });
  });

  it('is not sent when it is for another track', () => {
    wire.write({});
    wire.track.receive(nack([10], 77));
    expect(wire.sent).toHaveLength(1);
  });

  it('is kept for a thousand packets', () => {
    const ring = new PacketRing();
    for (let number = 0; number < 1100; number += 1) ring.keep(number, Buffer.from(`${number}`));
    expect(ring.find(1099)?.toString()).toBe('1099');
    expect(ring.find(100)?.toString()).toBe('100');
    expect(ring.find(70)).toBeUndefined();
  });
});

describe('sender reports', () => {
  const tell = (ssrc: number, at: number, rtpTimestamp: number) =>
    wire.track.tellClock(
      new RtcpSrPacket({
        ssrc,
        senderInfo: new RtcpSenderInfo({ ntpTimestamp: ntpOf(at), rtpTimestamp }),
      }).serialize(),
    );

  it('do not come before there is something to report', () => {
    wire.track.sendReport();
    expect(wire.reports).toEqual([]);
  });

  it('tell the encoder’s clock, not the time of sending', () => {
    tell(1, NOON - 1000, 1000);
    wire.now = NOON;
    wire.write({ timestamp: 80_000 });
    wire.track.sendReport();
    const { senderInfo, ssrc } =
      wire.senderReport ?? new RtcpSrPacket({ senderInfo: new RtcpSenderInfo() });
    expect(ssrc).toBe(SSRC);
    expect(senderInfo.ntpTimestamp).toBe(ntpOf(NOON));
    expect(senderInfo.rtpTimestamp).toBe(91_000);
    expect(senderInfo).toMatchObject({ packetCount: 1, octetCount: 5 });
  });

  it('forget the clock of an encoder that is gone', () => {
    tell(1, NOON - 1000, 1000);
    wire.write({ timestamp: 80_000 });
    wire.now = NOON + 1000;
    wire.write({ ssrc: 2, timestamp: 5, sequenceNumber: 900 });
    wire.track.sendReport();
    // A second of a 90 kHz clock after the last packet of the first encoder.
    expect(wire.senderReport?.senderInfo.rtpTimestamp).toBe(170_000);
  });
});

describe('the server’s view', () => {
  const report = (block: Partial<RtcpReceiverInfo>) =>
    wire.track.receive(
      new RtcpRrPacket({
        reports: [
          new RtcpReceiverInfo({
            ...{ ssrc: SSRC, fractionLost: 0, packetsLost: 0, highestSequence: 0, jitter: 0 },
            ...{ lsr: 0, dlsr: 0, ...block },
          }),
        ],
      }),
    );

  it('tells loss, and the round trip from the sender report it answers', () => {
    report({
      packetsLost: 3,
      fractionLost: 64,
      lsr: middleOf(ntpOf(NOON - 1040)),
      dlsr: 65_536,
    });
    const { view } = wire.track.figures;
    expect(view).toMatchObject({ packetsLost: 3, fractionLost: 0.25 });
    expect(view?.roundTripTime).toBeCloseTo(40, 0);
  });

  it('has no round trip before it has seen a sender report, or with a clock set back', () => {
    report({});
    expect(wire.track.figures.view?.roundTripTime).toBeUndefined();
    report({ lsr: middleOf(ntpOf(NOON + 60_000)), dlsr: 0 });
    expect(wire.track.figures.view?.roundTripTime).toBeUndefined();
  });

  it('of other tracks is not ours', () => {
    report({ ssrc: 9, packetsLost: 9 });
    expect(wire.track.figures.view).toBeUndefined();
  });
});
