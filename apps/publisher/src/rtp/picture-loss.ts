import { PictureLossIndication, RtcpPayloadSpecificFeedback } from 'werift';

/** The RTCP packet that asks the sender of an SSRC for a key frame (RFC 4585, section 6.3.1). */
export function pictureLoss(mediaSsrc: number): Buffer {
  const feedback = new PictureLossIndication({ senderSsrc: 1, mediaSsrc });
  return new RtcpPayloadSpecificFeedback({ feedback }).serialize();
}

/** The SSRC of an RTP packet. */
export function sourceOf(packet: Buffer): number {
  return packet.readUInt32BE(8);
}
