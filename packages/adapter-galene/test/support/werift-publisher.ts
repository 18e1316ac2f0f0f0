import type { Publisher } from '@whipway/backend-conformance';
import { type BackendSession, checkOffer, type IceFragment } from '@whipway/core';
import {
  type DtlsSocket,
  MediaStreamTrack,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  useOPUS,
  useSdesMid,
  useVP8,
} from 'werift';

const PACKET_INTERVAL = 20;
/** 20 ms of Opus silence. */
const OPUS_SILENCE = Buffer.from('f8fffe', 'hex');

/** A real WebRTC client on one address: sends Opus, every candidate in its offer. */
export class WeriftPublisher implements Publisher {
  offer = '';
  readonly #peer: RTCPeerConnection;
  readonly #track = new MediaStreamTrack({ kind: 'audio' });
  #answer = '';
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;
  #gone = false;

  private constructor(address: string) {
    this.#peer = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      iceAdditionalHostAddresses: [address],
      codecs: { audio: [useOPUS()], video: [useVP8()] },
      headerExtensions: { audio: [useSdesMid()], video: [useSdesMid()] },
    });
  }

  static async make(address: string): Promise<WeriftPublisher> {
    const publisher = new WeriftPublisher(address);
    publisher.#peer.addTransceiver(publisher.#track, { direction: 'sendonly' });
    await publisher.#gather(false);
    return publisher;
  }

  async connect({ answer }: Pick<BackendSession, 'answer'>): Promise<void> {
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

  async restart(): Promise<IceFragment> {
    await this.#gather(true);
    const { bundleTag, ice, candidates } = checkOffer(this.offer, { profile: 'publish' });
    return { mid: bundleTag, ...ice, candidates, endOfCandidates: true };
  }

  /** The old answer with the fragment's ICE (RFC 9725, section 4.3.3). */
  async restarted({ ufrag, pwd, candidates }: IceFragment): Promise<void> {
    const answer = this.#answer
      .replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '')
      .replace(/^a=ice-ufrag:.*$/gm, () => `a=ice-ufrag:${ufrag}`)
      .replace(/^a=ice-pwd:.*$/gm, () => `a=ice-pwd:${pwd}`);
    const lines = candidates.map(({ text }) => `a=candidate:${text}\r\n`).join('');
    await this.#apply(answer + lines);
  }

  /** werift says no goodbye by itself: this is what a killed process looks like. */
  async vanish(): Promise<void> {
    await this.stopMedia();
    if (this.#gone) return;
    this.#gone = true;
    await this.#peer.close();
  }

  async close(): Promise<void> {
    const [transport] = this.#peer.dtlsTransports;
    if (!this.#gone && transport?.dtls?.connected)
      await transport.iceTransport.connection.send(closeNotify(transport.dtls));
    await this.vanish();
  }

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
    const header = new RtpHeader({
      sequenceNumber: this.#sent & 0xffff,
      timestamp: (this.#sent * 960) >>> 0,
      marker: true,
    });
    this.#track.writeRtp(new RtpPacket(header, OPUS_SILENCE));
  }
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
