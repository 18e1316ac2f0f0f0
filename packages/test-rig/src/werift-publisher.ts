import {
  type DtlsSocket,
  MediaStreamTrack,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  useOPUS,
  usePLI,
  useSdesMid,
  useVP8,
} from 'werift';

type Kind = 'audio' | 'video';

/** A trickled or restarted side of ICE, in the shape of the core’s `IceFragment`. */
export interface PeerFragment {
  readonly mid: string;
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly PeerCandidate[];
  readonly endOfCandidates: boolean;
}

/** As the core reads one. */
export interface PeerCandidate {
  readonly text: string;
  readonly foundation: string;
  readonly component: number;
  readonly transport: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  readonly type: string;
}

/** Milliseconds. */
const PACKET_INTERVAL = 20;
/** 20 ms of Opus silence. */
const OPUS_SILENCE = Buffer.from('f8fffe', 'hex');
/** The first packet of a VP8 key frame of 16 × 16 pixels (RFC 7741, RFC 6386). */
const VP8_KEY_FRAME = Buffer.from('101002009d012a1000100000', 'hex');

/**
 * A real WebRTC client on one address, every candidate in its offer: the far side of the conformance
 * kit for backends whose media runs past this process.
 */
export class WeriftPublisher {
  offer = '';
  readonly #peer: RTCPeerConnection;
  readonly #tracks: readonly MediaStreamTrack[];
  #answer = '';
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;
  #gone = false;

  private constructor(address: string, kinds: readonly Kind[]) {
    this.#peer = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [address],
      codecs: {
        audio: [useOPUS()],
        video: [useVP8({ rtcpFeedback: [{ type: 'nack' }, usePLI()] })],
      },
      headerExtensions: { audio: [useSdesMid()], video: [useSdesMid()] },
    });
    this.#tracks = kinds.map((kind) => new MediaStreamTrack({ kind }));
    for (const track of this.#tracks) this.#peer.addTransceiver(track, { direction: 'sendonly' });
  }

  static async make(
    address: string,
    kinds: readonly Kind[] = ['audio', 'video'],
  ): Promise<WeriftPublisher> {
    const publisher = new WeriftPublisher(address, kinds);
    await publisher.#gather(false);
    return publisher;
  }

  /** Resolves when the transport is up. */
  async connect({ answer }: { readonly answer: string }): Promise<void> {
    this.#answer = answer;
    await this.#apply(answer);
  }

  async sendMedia(): Promise<void> {
    this.#timer ??= setInterval(() => this.#send(), PACKET_INTERVAL);
  }

  async stopMedia(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async restart(): Promise<PeerFragment> {
    await this.#gather(true);
    const [candidates, [mid = ''], [ufrag = ''], [pwd = '']] = [
      valuesOf(this.offer, 'candidate').map(readCandidate),
      valuesOf(this.offer, 'mid'),
      valuesOf(this.offer, 'ice-ufrag'),
      valuesOf(this.offer, 'ice-pwd'),
    ];
    return { mid, ufrag, pwd, candidates, endOfCandidates: true };
  }

  /** The old answer with the fragment's ICE (RFC 9725, section 4.3.3). */
  async restarted({ ufrag, pwd, candidates }: PeerFragment): Promise<void> {
    const [head = '', tagged = '', ...others] = this.#answer
      .replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '')
      .replace(/^a=ice-ufrag:.*$/gm, () => `a=ice-ufrag:${ufrag}`)
      .replace(/^a=ice-pwd:.*$/gm, () => `a=ice-pwd:${pwd}`)
      .split(/^(?=m=)/m);
    const lines = candidates.map(({ text }) => `a=candidate:${text}\r\n`).join('');
    await this.#apply([head, tagged, lines, ...others].join(''));
  }

  /** werift says no goodbye by itself: this is what a killed process looks like. */
  async vanish(): Promise<void> {
    await this.stopMedia();
    if (this.#gone) return;
    this.#gone = true;
    await this.#peer.close();
  }

  /** With a goodbye. */
  async close(): Promise<void> {
    const [transport] = this.#peer.dtlsTransports;
    if (!this.#gone && transport?.dtls?.connected)
      await transport.iceTransport.connection.send(closeNotify(transport.dtls));
    await this.vanish();
  }

  /** Resolves when the other side has said goodbye. */
  async farewellHeard(): Promise<void> {
    const [transport] = this.#peer.dtlsTransports;
    if (!transport || transport.state === 'closed') return;
    await transport.onStateChange.watch((state) => state === 'closed');
  }

  async #gather(iceRestart: boolean): Promise<void> {
    const offer = await this.#peer.createOffer({ iceRestart });
    // werift asks a public STUN server otherwise, whatever iceServers says.
    for (const { connection } of this.#peer.iceTransports)
      Object.assign(connection, { stunServer: undefined });
    await this.#peer.setLocalDescription(offer);
    const { sdp = '' } = this.#peer.localDescription ?? {};
    // RFC 9725, section 4.4.2 wants an a=msid, which werift does not write.
    this.offer = sdp.replace(/^a=mid:.*$/gm, (mid) => `${mid}\r\na=msid:stream -`);
  }

  async #apply(sdp: string): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'answer', sdp });
    if (this.#peer.connectionState === 'connected') return;
    await this.#peer.connectionStateChange.watch((state) => state === 'connected');
  }

  #send(): void {
    this.#sent += 1;
    for (const track of this.#tracks) {
      const sound = track.kind === 'audio';
      track.writeRtp(packet(this.#sent, sound ? 960 : 1_800, sound ? OPUS_SILENCE : VP8_KEY_FRAME));
    }
  }
}

function valuesOf(sdp: string, name: string): readonly string[] {
  return [...sdp.matchAll(new RegExp(`^a=${name}:(.*?)\\r?$`, 'gm'))].map(
    ([, value = '']) => value,
  );
}

function readCandidate(text: string): PeerCandidate {
  const [foundation = '', component, transport = '', priority, address = '', port, , type = ''] =
    text.split(' ');
  const numbers = { component: Number(component), priority: Number(priority), port: Number(port) };
  return { text, foundation, transport, address, type, ...numbers };
}

function packet(count: number, clockPerPacket: number, payload: Buffer): RtpPacket {
  const header = new RtpHeader({
    sequenceNumber: count & 0xffff,
    timestamp: (count * clockPerPacket) >>> 0,
    marker: true,
  });
  return new RtpPacket(header, payload);
}

/** A protected close_notify (RFC 5246, section 7.2; RFC 6347, section 4.1). */
function closeNotify(dtls: DtlsSocket): Buffer {
  dtls.dtls.recordSequenceNumber += 1;
  const { epoch, recordSequenceNumber: sequenceNumber } = dtls.dtls;
  const header = { type: 21, version: 0xfefd, epoch, sequenceNumber };
  const alert = dtls.cipher.cipher.encrypt(dtls.sessionType, Buffer.from([1, 0]), header);
  const record = Buffer.alloc(13);
  record.writeUInt8(header.type, 0);
  record.writeUInt16BE(header.version, 1);
  record.writeUInt16BE(epoch, 3);
  record.writeUIntBE(sequenceNumber, 5, 6);
  record.writeUInt16BE(alert.length, 11);
  return Buffer.concat([record, alert]);
}
