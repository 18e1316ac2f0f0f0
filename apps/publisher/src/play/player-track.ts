import { RtcpRrPacket, RtcpSrPacket, RtpHeader, type RtpPacket } from 'werift';
import type { OfferedCodec } from '../peer/codecs.js';
import { PacketNumbering } from '../rtp/packet-numbering.js';

/** What players see, however many sessions it comes from. */
const SSRC = 1;

/** Packets of one kind from one session after another, as one stream for a player. */
export class PlayerTrack {
  readonly #codec: OfferedCodec;
  readonly #numbering: PacketNumbering;

  constructor(codec: OfferedCodec) {
    this.#codec = codec;
    this.#numbering = new PacketNumbering(codec.clockRate);
  }

  packet({ header, payload }: RtpPacket, now: number): Buffer {
    const sent = new RtpHeader({
      ...this.#numbering.next(header, now),
      ssrc: SSRC,
      payloadType: this.#codec.payloadType,
      marker: header.marker,
    });
    return Buffer.concat([sent.serialize(sent.serializeSize), payload]);
  }

  report({ senderInfo }: RtcpSrPacket): Buffer {
    senderInfo.rtpTimestamp = this.#numbering.timestamp(senderInfo.rtpTimestamp);
    return new RtcpSrPacket({ ssrc: SSRC, senderInfo, reports: [] }).serialize();
  }
}

/** RTCP packet type and count of one SSRC, length in words less one (RFC 3550, section 6.6). */
const BYE = Buffer.from([0x81, 203, 0, 1]);

/** What tells a player that nothing follows; a report goes before it, as RFC 3550 wants. */
export function goodbye(): Buffer {
  const source = Buffer.alloc(4);
  source.writeUInt32BE(SSRC);
  return Buffer.concat([new RtcpRrPacket({ ssrc: SSRC, reports: [] }).serialize(), BYE, source]);
}
