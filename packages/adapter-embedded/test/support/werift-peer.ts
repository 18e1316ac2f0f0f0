import { type BackendSession, checkOffer, type IceFragment, NEVER_ABORTED } from '@whipway/core';
import { parse } from 'sdp-transform';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtcpSrPacket,
  RtpHeader,
  RtpPacket,
  useNACK,
  useOPUS,
  usePLI,
  useVP8,
} from 'werift';
import { eventually } from './backend-host.js';

/** Media is sent this often, milliseconds. */
const PACE = 20;
/** A key frame of VP8 that begins and ends in one packet: descriptor, frame tag, size 64×48. */
const PICTURE = Buffer.from('109002000001109d012a40003000', 'hex');
const SOUND = Buffer.from('fcfffe', 'hex');

const RTX = new RTCRtpCodecParameters({ mimeType: 'video/rtx', clockRate: 90_000 });

const KINDS = ['audio', 'video'] as const;

type Kind = 'audio' | 'video';

export interface PeerWishes {
  /** Default: both. */
  readonly kinds?: readonly Kind[];
  /** What the client says instead of what werift would offer. */
  readonly change?: (offer: string) => string;
  /** Of a hundred RTP and RTCP packets, how many are lost on the way out and on the way in. */
  readonly lostOut?: number;
  readonly lostIn?: number;
}

/** werift takes the figure for how many packets get through; 0 is all of them. */
function kept(lost: number): number {
  return lost === 0 ? 0 : 100 - lost;
}

function makePeer({ lostOut = 0, lostIn = 0 }: PeerWishes): RTCPeerConnection {
  return new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    debug: { outboundPacketLoss: kept(lostOut), inboundPacketLoss: kept(lostIn) },
    codecs: {
      audio: [useOPUS()],
      video: [useVP8({ rtcpFeedback: [useNACK(), usePLI()] }), RTX],
    },
  });
}

/** Gathers on 127.0.0.1 alone: werift would ask a public STUN server. */
async function offerOf(
  peer: RTCPeerConnection,
  { change = (offer) => offer }: PeerWishes,
): Promise<string> {
  const offer = await peer.createOffer();
  for (const ice of peer.iceTransports) Object.assign(ice.connection, { stunServer: undefined });
  await peer.setLocalDescription(offer);
  return change(peer.localDescription?.sdp ?? '');
}

async function isUp(peer: RTCPeerConnection): Promise<void> {
  await eventually(() => peer.connectionState === 'connected', 'the peer is connected');
}

/** A WHIP client on werift's own peer connection: another stack's view of ours. */
export class WeriftPublisher {
  readonly offer: string;
  readonly #peer: RTCPeerConnection;
  readonly #tracks: readonly MediaStreamTrack[];
  #timer: NodeJS.Timeout | undefined;
  #sequenceNumber = 65_500;
  #timestamp = 4_294_960_000;

  private constructor(peer: RTCPeerConnection, tracks: readonly MediaStreamTrack[], offer: string) {
    this.#peer = peer;
    this.#tracks = tracks;
    this.offer = offer;
  }

  static async make(wishes: PeerWishes = {}): Promise<WeriftPublisher> {
    const peer = makePeer(wishes);
    const tracks = (wishes.kinds ?? KINDS).map((kind) => new MediaStreamTrack({ kind }));
    for (const track of tracks) peer.addTransceiver(track, { direction: 'sendonly' });
    return new WeriftPublisher(peer, tracks, await offerOf(peer, wishes));
  }

  async connect(session: BackendSession): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
    await isUp(this.#peer);
  }

  async sendMedia(): Promise<void> {
    this.#timer ??= setInterval(() => this.#send(), PACE);
  }

  async stopMedia(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async vanish(): Promise<void> {
    await this.stopMedia();
    for (const { connection } of this.#peer.iceTransports) await connection.close();
  }

  async close(): Promise<void> {
    await this.stopMedia();
    await this.#peer.close();
  }

  #send(): void {
    this.#sequenceNumber = (this.#sequenceNumber + 1) % 65_536;
    this.#timestamp = (this.#timestamp + PACE * 48) % 2 ** 32;
    const [sequenceNumber, timestamp] = [this.#sequenceNumber, this.#timestamp];
    for (const track of this.#tracks) {
      const header = new RtpHeader({ sequenceNumber, timestamp, marker: true });
      track.writeRtp(new RtpPacket(header, track.kind === 'audio' ? SOUND : PICTURE));
    }
  }
}

/** A WHEP client on werift. Trickles its candidates by the session, as a browser does. */
export class WeriftPlayer {
  readonly offer: string;
  readonly packets: RtpPacket[] = [];
  /** SSRCs of the sender reports that came. */
  readonly senderReports = new Set<number>();
  readonly #peer: RTCPeerConnection;

  private constructor(peer: RTCPeerConnection, offer: string) {
    this.#peer = peer;
    this.offer = offer;
    peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => this.packets.push(packet));
    });
  }

  static async make(wishes: PeerWishes = {}): Promise<WeriftPlayer> {
    const peer = makePeer(wishes);
    for (const kind of wishes.kinds ?? KINDS) peer.addTransceiver(kind, { direction: 'recvonly' });
    return new WeriftPlayer(peer, await offerOf(peer, wishes));
  }

  /** What its offer calls the media codecs. */
  get payloadTypes(): { readonly audio: number; readonly video: number } {
    const [audio, video] = parse(this.offer).media.map(({ rtp }) => rtp[0]?.payload ?? -1);
    return { audio: audio ?? -1, video: video ?? -1 };
  }

  async connect(session: BackendSession): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
    await session.addCandidates(fragmentOf(this.offer), { signal: NEVER_ABORTED });
    await isUp(this.#peer);
    for (const transport of this.#peer.dtlsTransports)
      transport.onRtcp.subscribe((packet) => {
        if (packet instanceof RtcpSrPacket) this.senderReports.add(packet.ssrc);
      });
  }

  received(): number {
    return this.packets.length;
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }
}

function fragmentOf(offer: string): IceFragment {
  const { bundleTag, ice, candidates } = checkOffer(offer, { profile: 'watch' });
  return { mid: bundleTag, ...ice, candidates, endOfCandidates: true };
}
