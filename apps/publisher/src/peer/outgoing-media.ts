import type { RTCRtpTransceiver, RtcpPacket } from 'werift';
import { type MediaLink, OutgoingTrack } from '../rtp/outgoing-track.js';
import type { MediaKind, OfferedCodec } from './codecs.js';
import type { BundleTransport } from './connection-watch.js';
import { srtpOf } from './werift-parts.js';

/** The tracks that go to the server. */
export class OutgoingMedia {
  readonly #offered: readonly OfferedCodec[];
  readonly #tracks = new Map<MediaKind, OutgoingTrack>();

  constructor(offered: readonly OfferedCodec[]) {
    this.#offered = offered;
  }

  get tracks(): readonly OutgoingTrack[] {
    return [...this.#tracks.values()];
  }

  track(kind: MediaKind): OutgoingTrack | undefined {
    return this.#tracks.get(kind);
  }

  /** What the answer agreed to is what can be sent. */
  open(
    transceivers: readonly RTCRtpTransceiver[],
    cname: string,
    transport: BundleTransport,
  ): void {
    const link = mediaLink(transport);
    for (const transceiver of transceivers) {
      const codec = this.#agreed(transceiver);
      if (!codec) continue;
      const { ssrc } = transceiver.sender;
      this.#tracks.set(codec.kind, new OutgoingTrack({ codec, ssrc, cname, link }));
    }
  }

  receiveReport(packet: RtcpPacket): void {
    for (const track of this.tracks) track.receive(packet);
  }

  sendReports(): void {
    for (const track of this.tracks) track.sendReport();
  }

  /** Undefined when nothing of this kind may be sent, or no codec of ours. */
  #agreed({ kind, codecs, currentDirection }: RTCRtpTransceiver): OfferedCodec | undefined {
    const [agreed] = codecs;
    if (!agreed || !/send/.test(currentDirection ?? '')) return undefined;
    const codec = this.#offered.find(
      (candidate) =>
        candidate.kind === kind &&
        agreed.mimeType.toLowerCase() === `${kind}/${candidate.name}`.toLowerCase(),
    );
    return codec && { ...codec, payloadType: agreed.payloadType };
  }
}

function mediaLink({ ice, dtls }: BundleTransport): MediaLink {
  return {
    protect: (payload, header) =>
      dtls.state === 'connected' ? srtpOf(dtls)?.encrypt(payload, header) : undefined,
    send: (data) => ice.send(data),
    sendRtcp: (packets) => void dtls.sendRtcp([...packets]).catch(() => undefined),
  };
}
