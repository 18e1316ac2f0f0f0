import { type BackendSession, type IceFragment, NEVER_ABORTED } from '@whipway/core';
import { parse } from 'sdp-transform';
import { MediaStreamTrack, RTCPeerConnection, RtpHeader, RtpPacket, useOPUS, useVP8 } from 'werift';
import { eventually } from './backend-host.js';

/** Media is sent this often, milliseconds. */
const PACE = 20;
/** A key frame of VP8 that begins and ends in one packet: descriptor, frame tag, size 64×48. */
const PICTURE = Buffer.from('109002000001109d012a40003000', 'hex');
const SOUND = Buffer.from('fcfffe', 'hex');

function makePeer(): RTCPeerConnection {
  return new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: { audio: [useOPUS()], video: [useVP8()] },
  });
}

/** Gathers on 127.0.0.1 alone: werift would ask a public STUN server. */
async function offerOf(peer: RTCPeerConnection, options = {}): Promise<string> {
  const offer = await peer.createOffer(options);
  for (const ice of peer.iceTransports) Object.assign(ice.connection, { stunServer: undefined });
  await peer.setLocalDescription(offer);
  return peer.localDescription?.sdp ?? '';
}

async function isUp(peer: RTCPeerConnection): Promise<void> {
  await eventually(() => peer.connectionState === 'connected', 'the peer is connected');
}

/** A WHIP client on werift's own peer connection: another stack's view of ours. */
export class WeriftPublisher {
  readonly offer: string;
  readonly #peer: RTCPeerConnection;
  readonly #tracks: readonly MediaStreamTrack[];
  #answer = '';
  #timer: NodeJS.Timeout | undefined;
  #sequenceNumber = 65_500;
  #timestamp = 4_294_960_000;

  private constructor(peer: RTCPeerConnection, tracks: readonly MediaStreamTrack[], offer: string) {
    this.#peer = peer;
    this.#tracks = tracks;
    this.offer = offer;
  }

  static async make(): Promise<WeriftPublisher> {
    const peer = makePeer();
    const tracks = (['audio', 'video'] as const).map((kind) => new MediaStreamTrack({ kind }));
    for (const track of tracks) peer.addTransceiver(track, { direction: 'sendonly' });
    return new WeriftPublisher(peer, tracks, await offerOf(peer));
  }

  async connect(session: BackendSession): Promise<void> {
    this.#answer = session.answer;
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

  /** New credentials and candidates, as its restart PATCH would tell them. */
  async restart(): Promise<IceFragment> {
    const { media } = parse(await offerOf(this.#peer, { iceRestart: true }));
    const [section] = media;
    return {
      mid: String(section?.mid),
      ufrag: String(section?.iceUfrag),
      pwd: String(section?.icePwd),
      candidates: (section?.candidates ?? []).map(toCandidate),
      endOfCandidates: true,
    };
  }

  async restarted(fragment: IceFragment): Promise<void> {
    const sdp = this.#answer
      .replace(/a=candidate:.*\r\n/g, '')
      .replace(/a=ice-ufrag:.*/g, `a=ice-ufrag:${fragment.ufrag}`)
      .replace(/a=ice-pwd:.*/g, `a=ice-pwd:${fragment.pwd}`)
      .replace(
        'a=end-of-candidates',
        fragment.candidates.map(({ text }) => `a=candidate:${text}\r\n`).join('') +
          'a=end-of-candidates',
      );
    await this.#peer.setRemoteDescription({ type: 'answer', sdp });
    await eventually(
      () => this.#peer.iceTransports[0]?.connection.nominated !== undefined,
      'the peer has a pair again',
    );
  }

  async vanish(): Promise<void> {
    await this.stopMedia();
    for (const { connection } of this.#peer.iceTransports) await connection.close();
  }

  async close(): Promise<void> {
    await this.stopMedia();
    await this.#peer.close();
  }

  farewellHeard(): Promise<void> {
    const isOver = (): boolean =>
      this.#peer.dtlsTransports.every(({ state }) => state === 'closed');
    return eventually(isOver, 'the peer heard close_notify');
  }

  #send(): void {
    this.#sequenceNumber = (this.#sequenceNumber + 1) % 65_536;
    this.#timestamp = (this.#timestamp + PACE * 48) % 2 ** 32;
    for (const track of this.#tracks) {
      const { sequenceNumber, timestamp } = this.#now();
      const header = new RtpHeader({ sequenceNumber, timestamp, marker: true });
      track.writeRtp(new RtpPacket(header, track.kind === 'audio' ? SOUND : PICTURE));
    }
  }

  #now(): { readonly sequenceNumber: number; readonly timestamp: number } {
    return { sequenceNumber: this.#sequenceNumber, timestamp: this.#timestamp };
  }
}

type ParsedCandidate = NonNullable<ReturnType<typeof parse>['media'][number]['candidates']>[number];

function toCandidate(parsed: ParsedCandidate): IceFragment['candidates'][number] {
  const { foundation, component, transport, priority, ip, port, type } = parsed;
  const text = `${foundation} ${component} ${transport} ${priority} ${ip} ${port} typ ${type}`;
  return {
    text,
    foundation: String(foundation),
    component,
    transport: transport.toLowerCase(),
    priority: Number(priority),
    address: ip,
    port,
    type,
  };
}

/** A WHEP client on werift. Trickles its candidates by the session, as a browser does. */
export class WeriftPlayer {
  readonly offer: string;
  readonly #peer: RTCPeerConnection;
  readonly packets: RtpPacket[] = [];

  private constructor(peer: RTCPeerConnection, offer: string) {
    this.#peer = peer;
    this.offer = offer;
    peer.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe((packet) => this.packets.push(packet));
    });
  }

  static async make(): Promise<WeriftPlayer> {
    const peer = makePeer();
    for (const kind of ['audio', 'video'] as const)
      peer.addTransceiver(kind, { direction: 'recvonly' });
    return new WeriftPlayer(peer, await offerOf(peer));
  }

  async connect(session: BackendSession): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
    const { media } = parse(this.offer);
    const [section] = media;
    const fragment: IceFragment = {
      mid: String(section?.mid),
      ufrag: String(section?.iceUfrag),
      pwd: String(section?.icePwd),
      candidates: (section?.candidates ?? []).map(toCandidate),
      endOfCandidates: true,
    };
    await session.addCandidates(fragment, { signal: NEVER_ABORTED });
    await isUp(this.#peer);
  }

  received(): number {
    return this.packets.length;
  }

  async close(): Promise<void> {
    await this.#peer.close();
  }
}
