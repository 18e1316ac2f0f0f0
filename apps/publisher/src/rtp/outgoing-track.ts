import {
  GenericNack,
  PictureLossIndication,
  type RtcpPacket,
  RtcpPacketConverter,
  RtcpPayloadSpecificFeedback,
  RtcpRrPacket,
  RtcpSenderInfo,
  RtcpSourceDescriptionPacket,
  RtcpSrPacket,
  RtcpTransportLayerFeedback,
  RtpHeader,
  SourceDescriptionChunk,
  SourceDescriptionItem,
} from 'werift';
import type { OfferedCodec } from '../peer/codecs.js';
import { MediaClock } from './media-clock.js';
import { ntpOf } from './ntp-time.js';
import { PacketNumbering } from './packet-numbering.js';
import { PacketRing } from './packet-ring.js';
import { type ReceiverView, readReceiverReport } from './receiver-view.js';

/** The secured way to the server. */
export interface MediaLink {
  /** The packet as it goes over the wire; undefined while there are no keys yet. */
  protect(payload: Buffer, header: RtpHeader): Buffer | undefined;
  send(data: Buffer): void;
  sendRtcp(packets: readonly RtcpPacket[]): void;
}

export interface OutgoingTrackOptions {
  readonly codec: OfferedCodec;
  /** As the offer says. */
  readonly ssrc: number;
  readonly cname: string;
  readonly link: MediaLink;
  /** Milliseconds since the Unix epoch. */
  readonly now?: () => number;
}

/** SDES item type of the canonical name (RFC 3550, section 6.5.1). */
const CNAME = 1;

/**
 * One track on its way to one server: takes the packets of a media tool, renumbers them, tells the
 * tool's clock in sender reports, and sends again what the server missed.
 */
export class OutgoingTrack {
  readonly codec: OfferedCodec;
  /** Hears of every request for a key frame, with the SSRC that the media tool uses. */
  keyFrameWanted: (source: number) => void = () => {};
  readonly #options: OutgoingTrackOptions;
  readonly #now: () => number;
  readonly #numbering: PacketNumbering;
  readonly #clock: MediaClock;
  readonly #ring = new PacketRing();
  #source: number | undefined;
  #packets = 0;
  #octets = 0;
  #sentAgain = 0;
  #frames = 0;
  #view: ReceiverView | undefined;

  constructor(options: OutgoingTrackOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.codec = options.codec;
    this.#numbering = new PacketNumbering(options.codec.clockRate);
    this.#clock = new MediaClock(options.codec.clockRate);
  }

  get figures() {
    return {
      packets: this.#packets,
      octets: this.#octets,
      sentAgain: this.#sentAgain,
      frames: this.#frames,
      view: this.#view,
    };
  }

  /**
   * Takes one RTP packet of the media tool, which has to be whole.
   *
   * @returns true when it went out
   */
  write(packet: Buffer): boolean {
    const header = RtpHeader.deSerialize(packet);
    const payload = packet.subarray(header.payloadOffset, packet.length - header.paddingSize);
    if (header.ssrc !== this.#source) this.#clock.reset();
    this.#source = header.ssrc;
    const now = this.#now();
    this.#clock.guess({ ntp: ntpOf(now), timestamp: header.timestamp });
    const sent = new RtpHeader({
      ...this.#numbering.next(header, now),
      ssrc: this.#options.ssrc,
      payloadType: this.codec.payloadType,
      marker: header.marker,
    });
    const data = this.#options.link.protect(payload, sent);
    if (!data) return false;
    this.#ring.keep(sent.sequenceNumber, data);
    this.#options.link.send(data);
    this.#packets += 1;
    this.#octets += payload.length;
    if (header.marker) this.#frames += 1;
    return true;
  }

  /** Takes what the media tool says of its clock: a compound RTCP packet. */
  tellClock(compound: Buffer): void {
    for (const packet of readCompound(compound))
      if (packet instanceof RtcpSrPacket && (this.#source ?? packet.ssrc) === packet.ssrc) {
        const { ntpTimestamp, rtpTimestamp } = packet.senderInfo;
        this.#source = packet.ssrc;
        this.#clock.tell({ ntp: ntpTimestamp, timestamp: rtpTimestamp });
      }
  }

  /** Tells the server which timestamp is now (RFC 3550, section 6.4.1). */
  sendReport(): void {
    const { ssrc, cname, link } = this.#options;
    const ntp = ntpOf(this.#now());
    const timestamp = this.#clock.timestampAt(ntp);
    if (timestamp === undefined || this.#packets === 0) return;
    const senderInfo = new RtcpSenderInfo({
      ntpTimestamp: ntp,
      rtpTimestamp: this.#numbering.timestamp(timestamp),
      packetCount: this.#packets % 2 ** 32,
      octetCount: this.#octets % 2 ** 32,
    });
    const name = new SourceDescriptionItem({ type: CNAME, text: cname });
    const chunks = [new SourceDescriptionChunk({ source: ssrc, items: [name] })];
    link.sendRtcp([
      new RtcpSrPacket({ ssrc, senderInfo, reports: [] }),
      new RtcpSourceDescriptionPacket({ chunks }),
    ]);
  }

  /** Takes what the server sends: reports, and requests for packets it missed (RFC 4585). */
  receive(packet: RtcpPacket): void {
    const { ssrc } = this.#options;
    if (packet instanceof RtcpRrPacket || packet instanceof RtcpSrPacket) {
      const report = packet.reports.find((block) => block.ssrc === ssrc);
      if (report) this.#view = readReceiverReport(report, ntpOf(this.#now()));
    } else if (packet instanceof RtcpTransportLayerFeedback) {
      const { feedback } = packet;
      if (feedback instanceof GenericNack && feedback.mediaSourceSsrc === ssrc)
        for (const lost of feedback.lost) this.#sendAgain(lost);
    } else if (packet instanceof RtcpPayloadSpecificFeedback) {
      if (asksForKeyFrame(packet.feedback, ssrc) && this.#source !== undefined)
        this.keyFrameWanted(this.#source);
    }
  }

  #sendAgain(sequenceNumber: number): void {
    const data = this.#ring.find(sequenceNumber);
    if (!data) return;
    this.#sentAgain += 1;
    this.#options.link.send(data);
  }
}

/** None of a compound packet that cannot be read. */
function readCompound(compound: Buffer): readonly RtcpPacket[] {
  try {
    return RtcpPacketConverter.deSerialize(compound);
  } catch {
    return [];
  }
}

/** PLI or FIR for this track (RFC 4585, section 6.3.1; RFC 5104, section 4.3.1). */
function asksForKeyFrame(feedback: unknown, ssrc: number): boolean {
  if (feedback instanceof PictureLossIndication) return feedback.mediaSsrc === ssrc;
  // werift reads it, but does not export its class.
  const { fir } = feedback as { readonly fir?: readonly { readonly ssrc: number }[] };
  return fir?.some((request) => request.ssrc === ssrc) ?? false;
}
