import {
  MediaStreamTrack,
  type RTCPeerConnection,
  type RTCRtpTransceiver,
  type RtcpPacket,
  RtcpSrPacket,
  type RtpPacket,
} from 'werift';
import type { MediaKind } from './codecs.js';
import { routerOf } from './werift-parts.js';

/** What a player does with what comes. */
export interface MediaListener {
  packet(kind: MediaKind, packet: RtpPacket): void;
  /** The sender's clock. */
  report(kind: MediaKind, report: RtcpSrPacket): void;
}

/**
 * Hands on received media. werift knows only SSRCs that the answer names, and answers need not name
 * any (RFC 9143, section 9.2): here the payload type decides, as everything is in one bundle.
 */
export class IncomingMedia {
  readonly #peer: RTCPeerConnection;
  readonly #listener: MediaListener;
  readonly #sources = new Map<number, MediaKind>();

  constructor(peer: RTCPeerConnection, listener: MediaListener) {
    this.#peer = peer;
    this.#listener = listener;
  }

  receive(packet: RtpPacket): void {
    const { ssrc, payloadType } = packet.header;
    const known = this.#sources.get(ssrc);
    const transceiver = this.#peer
      .getTransceivers()
      .find(({ codecs }) => codecs.some((codec) => codec.payloadType === payloadType));
    if (known || !transceiver) return;
    const { kind } = transceiver;
    if (kind !== 'audio' && kind !== 'video') return;
    this.#sources.set(ssrc, kind);
    this.#adopt(transceiver, kind, packet);
  }

  receiveReport(packet: RtcpPacket): void {
    if (!(packet instanceof RtcpSrPacket)) return;
    const kind = this.#sources.get(packet.ssrc);
    if (kind) this.#listener.report(kind, packet);
  }

  /** Asks every video source for a key frame (RFC 4585, section 6.3.1). */
  requestKeyFrame(): void {
    for (const [ssrc, kind] of this.#sources)
      if (kind === 'video') this.#receiver(kind)?.sendRtcpPLI(ssrc);
  }

  #adopt(transceiver: RTCRtpTransceiver, kind: MediaKind, packet: RtpPacket): void {
    const { receiver, codecs } = transceiver;
    const { ssrc, payloadType } = packet.header;
    const codec = codecs.find((candidate) => candidate.payloadType === payloadType);
    const router = routerOf(this.#peer);
    const routed = router.ssrcTable[ssrc] === receiver;
    if (!routed) {
      router.registerRtpReceiver(receiver, ssrc);
      receiver.addTrack(
        new MediaStreamTrack({ ssrc, kind, remote: true, ...(codec ? { codec } : {}) }),
      );
    }
    const track = receiver.tracks.find((candidate) => candidate.ssrc === ssrc);
    track?.onReceiveRtp.subscribe((media) => this.#listener.packet(kind, media));
    receiver.handleRtpBySsrc(packet, {});
  }

  #receiver(kind: MediaKind) {
    return this.#peer.getTransceivers().find((transceiver) => transceiver.kind === kind)?.receiver;
  }
}
