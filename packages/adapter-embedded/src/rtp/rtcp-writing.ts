import {
  GenericNack,
  PictureLossIndication,
  ReceiverEstimatedMaxBitrate,
  RtcpPayloadSpecificFeedback,
  RtcpReceiverInfo,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
  SourceDescriptionChunk,
  SourceDescriptionItem,
} from 'werift';
import type { ReceptionReport } from './reception.js';

/** A report block for one received stream. */
export interface ReportBlock extends ReceptionReport {
  readonly ssrc: number;
  /** Middle 32 bits of the NTP time of its last sender report, and the time since, 1/65536 s. */
  readonly lastReport: number;
  readonly delay: number;
}

export function receiverReport(ownSsrc: number, blocks: readonly ReportBlock[]): Buffer {
  const reports = blocks.map(
    (block) =>
      new RtcpReceiverInfo({
        ssrc: block.ssrc,
        fractionLost: block.fractionLost,
        packetsLost: block.lost,
        highestSequence: block.highestSequence,
        jitter: block.jitter,
        lsr: block.lastReport,
        dlsr: block.delay,
      }),
  );
  return new RtcpRrPacket({ ssrc: ownSsrc, reports }).serialize();
}

/** @param sequenceNumbers ascending */
export function negativeAcknowledgement(
  ownSsrc: number,
  mediaSsrc: number,
  sequenceNumbers: readonly number[],
): Buffer {
  const feedback = new GenericNack({
    senderSsrc: ownSsrc,
    mediaSourceSsrc: mediaSsrc,
    lost: [...sequenceNumbers],
  });
  return new RtcpTransportLayerFeedback({ feedback }).serialize();
}

export function pictureLoss(ownSsrc: number, mediaSsrc: number): Buffer {
  const feedback = new PictureLossIndication({ senderSsrc: ownSsrc, mediaSsrc });
  return new RtcpPayloadSpecificFeedback({ feedback }).serialize();
}

/** RFC 5104, section 4.3.1. werift does not export its own. */
export function fullIntraRequest(ownSsrc: number, mediaSsrc: number, count: number): Buffer {
  const request = Buffer.alloc(20);
  request.writeUInt32BE(0x84ce0004, 0);
  request.writeUInt32BE(ownSsrc, 4);
  request.writeUInt32BE(mediaSsrc, 12);
  request.writeUInt8(count % 256, 16);
  return request;
}

const MANTISSA_BITS = 18;

/** Receiver-estimated maximum bitrate (draft-alvestrand-rmcat-remb-03). */
export function bitrateLimit(
  ownSsrc: number,
  mediaSsrcs: readonly number[],
  bitrate: number,
): Buffer {
  const exponent = Math.max(0, Math.ceil(Math.log2(bitrate + 1)) - MANTISSA_BITS);
  const feedback = new ReceiverEstimatedMaxBitrate({
    senderSsrc: ownSsrc,
    mediaSsrc: 0,
    ssrcNum: mediaSsrcs.length,
    brExp: exponent,
    brMantissa: Math.floor(bitrate / 2 ** exponent),
    ssrcFeedbacks: [...mediaSsrcs],
  });
  // The length is known to werift only after it has written the body once.
  feedback.serialize();
  return new RtcpPayloadSpecificFeedback({ feedback }).serialize();
}

export interface SenderTimes {
  /** 64 bits: seconds and fractions since 1900. */
  readonly ntp: bigint;
  readonly timestamp: number;
  readonly packets: number;
  readonly bytes: number;
}

const CNAME = 1;

/** A sender report with the stream's canonical name, by which players keep tracks in step. */
export function senderReport(ssrc: number, cname: string, times: SenderTimes): Buffer {
  const senderInfo = new RtcpSenderInfo({
    ntpTimestamp: times.ntp,
    rtpTimestamp: times.timestamp,
    packetCount: times.packets % 2 ** 32,
    octetCount: times.bytes % 2 ** 32,
  });
  const item = new SourceDescriptionItem({ type: CNAME, text: cname });
  const chunk = new SourceDescriptionChunk({ source: ssrc, items: [item] });
  return Buffer.concat([
    new RtcpSrPacket({ ssrc, senderInfo }).serialize(),
    new RtcpSourceDescriptionPacket({ chunks: [chunk] }).serialize(),
  ]);
}
