import {
  GenericNack,
  PictureLossIndication,
  RtcpPacketConverter,
  RtcpPayloadSpecificFeedback,
  type RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
} from 'werift';

/** What we act on in RTCP of a peer. */
export interface RtcpHandlers {
  senderReport?(ssrc: number, ntp: bigint, timestamp: number): void;
  receptionReport?(report: RtcpReceiverInfo): void;
  /** Packets of ours that did not arrive. */
  lost?(mediaSsrc: number, sequenceNumbers: readonly number[]): void;
  /** A key frame is wanted. */
  pictureLost?(mediaSsrc: number): void;
}

/** Reads a compound packet; what cannot be read is passed over. */
export function readRtcp(data: Buffer, handlers: RtcpHandlers): void {
  for (const one of packetsIn(data)) {
    try {
      for (const packet of RtcpPacketConverter.deSerialize(one)) readPacket(packet, handlers);
    } catch {
      // Well protected, but not well made.
    }
  }
}

/** The packets of a compound, one by one: werift reads feedback on into what follows it. */
function* packetsIn(data: Buffer): Iterable<Buffer> {
  for (let start = 0; data.length - start >= 4; ) {
    const end = start + (data.readUInt16BE(start + 2) + 1) * 4;
    if (end > data.length) return;
    yield data.subarray(start, end);
    start = end;
  }
}

type Packet = ReturnType<typeof RtcpPacketConverter.deSerialize>[number];

function readPacket(packet: Packet, handlers: RtcpHandlers): void {
  if (packet instanceof RtcpSrPacket) {
    const { ntpTimestamp, rtpTimestamp } = packet.senderInfo;
    handlers.senderReport?.(packet.ssrc, ntpTimestamp, rtpTimestamp);
  }
  if (packet instanceof RtcpSrPacket || packet instanceof RtcpRrPacket)
    for (const report of packet.reports) handlers.receptionReport?.(report);
  if (packet instanceof RtcpTransportLayerFeedback && packet.feedback instanceof GenericNack)
    handlers.lost?.(packet.feedback.mediaSourceSsrc, packet.feedback.lost);
  if (packet instanceof RtcpPayloadSpecificFeedback) readPictureLoss(packet, handlers);
}

function readPictureLoss({ feedback }: RtcpPayloadSpecificFeedback, handlers: RtcpHandlers): void {
  if (feedback instanceof PictureLossIndication) handlers.pictureLost?.(feedback.mediaSsrc);
  else if (feedback && 'fir' in feedback)
    for (const { ssrc } of feedback.fir) handlers.pictureLost?.(ssrc);
}
