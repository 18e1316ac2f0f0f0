import type { Player, Publisher } from '@whipway/backend-conformance';
import { type BackendSession, checkOffer, type IceFragment } from '@whipway/core';
import {
  type DtlsSocket,
  GenericNack,
  MediaStreamTrack,
  RTCPeerConnection,
  RtcpTransportLayerFeedback,
  RtpHeader,
  RtpPacket,
  useOPUS,
  usePLI,
  useSdesMid,
  useVP8,
} from 'werift';

/** Milliseconds between two packets of a track. */
const PACE = 20;
/** The first packet of a VP8 key frame of 16 × 16 pixels (RFC 7741, RFC 6386). */
const PICTURE = Buffer.from('101002009d012a1000100000', 'hex');
/** 20 ms of Opus silence. */
const SOUND = Buffer.from('f8fffe', 'hex');

/** What a peer calls its codecs. */
export interface PayloadTypes {
  readonly audio: number;
  readonly video: number;
}

/** A real WebRTC client on 127.0.0.1, from another stack than mediasoup's. */
class WeriftPeer {
  offer = '';
  protected readonly connection: RTCPeerConnection;
  #answer = '';
  #gone = false;

  constructor({ audio, video }: PayloadTypes = { audio: 96, video: 97 }) {
    this.connection = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      codecs: {
        audio: [useOPUS({ payloadType: audio })],
        video: [useVP8({ payloadType: video, rtcpFeedback: [{ type: 'nack' }, usePLI()] })],
      },
      headerExtensions: { audio: [useSdesMid()], video: [useSdesMid()] },
    });
  }

  protected async gather(iceRestart = false): Promise<void> {
    const offer = await this.connection.createOffer({ iceRestart });
    // werift asks a public STUN server otherwise, whatever iceServers says.
    for (const { connection } of this.connection.iceTransports)
      Object.assign(connection, { stunServer: undefined });
    await this.connection.setLocalDescription(offer);
    this.offer = this.connection.localDescription?.sdp ?? '';
  }

  connect({ answer }: BackendSession): Promise<void> {
    return this.apply(answer);
  }

  /** The same with the answer that a client gets. */
  apply(answer: string): Promise<void> {
    this.#answer = answer;
    return this.#apply(answer);
  }

  async restart(): Promise<IceFragment> {
    await this.gather(true);
    const { bundleTag, ice, candidates } = checkOffer(this.offer, { profile: 'publish' });
    return { mid: bundleTag, ...ice, candidates, endOfCandidates: true };
  }

  /** The old answer with the fragment's ICE (RFC 9725, section 4.3.3). */
  restarted({ ufrag, pwd, candidates }: IceFragment): Promise<void> {
    const lines = candidates.map(({ text }) => `a=candidate:${text}`);
    const renewed = this.#answer
      .split('\r\n')
      .filter((line) => !line.startsWith('a=candidate:'))
      .flatMap((line) => (line === 'a=end-of-candidates' ? [...lines, line] : [line]))
      .map((line) => line.replace(/^a=ice-ufrag:.*/, () => `a=ice-ufrag:${ufrag}`))
      .map((line) => line.replace(/^a=ice-pwd:.*/, () => `a=ice-pwd:${pwd}`));
    return this.#apply(renewed.join('\r\n'));
  }

  /** werift says no goodbye by itself: this is what a killed process looks like. */
  async vanish(): Promise<void> {
    if (this.#gone) return;
    this.#gone = true;
    await this.connection.close();
  }

  async close(): Promise<void> {
    const [transport] = this.connection.dtlsTransports;
    if (!this.#gone && transport?.dtls?.connected)
      await transport.iceTransport.connection.send(closeNotify(transport.dtls));
    await this.vanish();
  }

  async farewellHeard(): Promise<void> {
    const [transport] = this.connection.dtlsTransports;
    if (!transport || transport.state === 'closed') return;
    await transport.onStateChange.watch((state) => state === 'closed');
  }

  async #apply(sdp: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp });
    if (this.connection.connectionState === 'connected') return;
    await this.connection.connectionStateChange.watch((state) => state === 'connected');
  }
}

/** A WHIP client that sends Opus and VP8. */
export class WeriftPublisher extends WeriftPeer implements Publisher {
  readonly #tracks: readonly MediaStreamTrack[];
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;

  private constructor(kinds: readonly ('audio' | 'video')[]) {
    super();
    this.#tracks = kinds.map((kind) => new MediaStreamTrack({ kind }));
    for (const track of this.#tracks)
      this.connection.addTransceiver(track, { direction: 'sendonly' });
  }

  static async make(
    kinds: readonly ('audio' | 'video')[] = ['audio', 'video'],
  ): Promise<WeriftPublisher> {
    const publisher = new WeriftPublisher(kinds);
    await publisher.gather();
    return publisher;
  }

  async sendMedia(): Promise<void> {
    this.#timer ??= setInterval(() => this.#send(), PACE);
  }

  async stopMedia(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  override async vanish(): Promise<void> {
    await this.stopMedia();
    await super.vanish();
  }

  #send(): void {
    this.#sent += 1;
    for (const track of this.#tracks) {
      const sound = track.kind === 'audio';
      const header = new RtpHeader({
        sequenceNumber: this.#sent & 0xffff,
        timestamp: (this.#sent * PACE * (sound ? 48 : 90)) >>> 0,
        marker: true,
      });
      track.writeRtp(new RtpPacket(header, sound ? SOUND : PICTURE));
    }
  }
}

/** A WHEP client. */
export class WeriftPlayer extends WeriftPeer implements Player {
  readonly packets: RtpPacket[] = [];

  static async make(payloadTypes?: PayloadTypes): Promise<WeriftPlayer> {
    const player = new WeriftPlayer(payloadTypes);
    for (const kind of ['audio', 'video'] as const)
      player.connection.addTransceiver(kind, { direction: 'recvonly' });
    player.connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => player.packets.push(packet));
    });
    await player.gather();
    return player;
  }

  received(): number {
    return this.packets.length;
  }

  /** Says that a packet was lost (RFC 4585, section 6.2.1: generic NACK). */
  async missed({ header: { ssrc, sequenceNumber } }: RtpPacket): Promise<void> {
    const lost = new GenericNack({ senderSsrc: 1, mediaSourceSsrc: ssrc, lost: [sequenceNumber] });
    const [transport] = this.connection.dtlsTransports;
    await transport?.sendRtcp([new RtcpTransportLayerFeedback({ feedback: lost })]);
  }
}

/** A protected close_notify (RFC 5246, section 7.2; RFC 6347, section 4.1). */
function closeNotify({ dtls, cipher, sessionType }: DtlsSocket): Buffer {
  dtls.recordSequenceNumber += 1;
  const { epoch, recordSequenceNumber: sequenceNumber } = dtls;
  const header = { type: 21, version: 0xfefd, epoch, sequenceNumber };
  const alert = cipher.cipher.encrypt(sessionType, Buffer.from([1, 0]), header);
  const record = Buffer.alloc(13);
  record.writeUInt8(header.type, 0);
  record.writeUInt16BE(header.version, 1);
  record.writeUInt16BE(epoch, 3);
  record.writeUIntBE(sequenceNumber, 5, 6);
  record.writeUInt16BE(alert.length, 11);
  return Buffer.concat([record, alert]);
}
