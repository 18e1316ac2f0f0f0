import { setTimeout } from 'node:timers/promises';
import type { FarSide, Player, Publisher } from '@whipway/backend-conformance';
import { type BackendSession, checkOffer, type IceFragment } from '@whipway/core';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RtpHeader,
  RtpPacket,
  useOPUS,
  usePLI,
  useSdesMid,
  useVP8,
} from 'werift';
import { closeNotify } from '../src/transport/dtls-alert.js';
import type { EmbeddedRig } from './conformance-rig.js';
import { asFarSide } from './far-side-sockets.js';

/** Real WebRTC clients on 127.0.0.1: werift's peer connection, as a browser would be. */
export const WERIFT_FAR_SIDE: FarSide<EmbeddedRig> = {
  publisher: () => asFarSide(() => WeriftPublisher.offer()),
  player: () => asFarSide(() => WeriftPlayer.offer()),
  farewell: 'yes',
};

const PACKET_INTERVAL = 20;

/** The first packet of a VP8 key frame of 16 × 16 pixels (RFC 7741, RFC 6386). */
const VP8_KEY_FRAME = Buffer.from('101002009d012a1000100000', 'hex');
/** 20 ms of Opus silence. */
const OPUS_SILENCE = Buffer.from('f8fffe', 'hex');

class WeriftPeer {
  protected readonly connection = new RTCPeerConnection({
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv4: false,
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    codecs: {
      audio: [useOPUS()],
      video: [useVP8({ rtcpFeedback: [{ type: 'nack' }, usePLI()] })],
    },
    headerExtensions: { audio: [useSdesMid()], video: [useSdesMid()] },
  });
  #closed = false;
  #answer = '';
  offer = '';

  /** A new offer with every candidate. */
  protected async gather(iceRestart: boolean): Promise<void> {
    const offer = await this.connection.createOffer({ iceRestart });
    // werift asks a public STUN server otherwise, whatever iceServers says.
    for (const { connection } of this.connection.iceTransports) {
      Object.assign(connection, { stunServer: undefined });
    }
    await this.connection.setLocalDescription(offer);
    this.offer = this.connection.localDescription?.sdp ?? '';
  }

  async connect({ answer }: BackendSession): Promise<void> {
    this.#answer = answer;
    await this.#apply(answer);
  }

  async restart(): Promise<IceFragment> {
    await asFarSide(() => this.gather(true));
    const { bundleTag, ice, candidates } = checkOffer(this.offer, { profile: 'publish' });
    return { mid: bundleTag, ...ice, candidates, endOfCandidates: true };
  }

  /** The old answer with the fragment's ICE (RFC 9725, section 4.3.3). */
  async restarted({ ufrag, pwd, candidates }: IceFragment): Promise<void> {
    const [head = '', tagged = '', ...others] = this.#answer
      .replace(/^a=(candidate|end-of-candidates).*\r\n/gm, '')
      .replace(/^a=ice-ufrag:.*$/gm, `a=ice-ufrag:${ufrag}`)
      .replace(/^a=ice-pwd:.*$/gm, `a=ice-pwd:${pwd}`)
      .split(/^(?=m=)/m);
    const lines = candidates.map(({ text }) => `a=candidate:${text}\r\n`).join('');
    await this.#apply([head, tagged, lines, ...others].join(''));
  }

  /** werift sends no close_notify: this is what a killed process looks like. */
  async vanish(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.connection.close();
  }

  async close(): Promise<void> {
    const [transport] = this.connection.dtlsTransports;
    if (!this.#closed && transport?.dtls?.connected) {
      await transport.iceTransport.connection.send(closeNotify(transport.dtls));
      // Node drops a datagram whose socket is closed in the same breath.
      await setTimeout(20);
    }
    await this.vanish();
  }

  async farewellHeard(): Promise<void> {
    const [transport] = this.connection.dtlsTransports;
    if (!transport || transport.state === 'closed') return;
    await transport.onStateChange.watch((state) => state === 'closed');
  }

  async #apply(sdp: string): Promise<void> {
    await asFarSide(() => this.connection.setRemoteDescription({ type: 'answer', sdp }));
    if (this.connection.connectionState === 'connected') return;
    await this.connection.connectionStateChange.watch((state) => state === 'connected');
  }
}

class WeriftPublisher extends WeriftPeer implements Publisher {
  readonly #audio = new MediaStreamTrack({ kind: 'audio' });
  readonly #video = new MediaStreamTrack({ kind: 'video' });
  #timer: NodeJS.Timeout | undefined;
  #sent = 0;

  static async offer(): Promise<WeriftPublisher> {
    const publisher = new WeriftPublisher();
    for (const track of [publisher.#audio, publisher.#video]) {
      publisher.connection.addTransceiver(track, { direction: 'sendonly' });
    }
    await publisher.gather(false);
    return publisher;
  }

  async sendMedia(): Promise<void> {
    this.#timer ??= setInterval(() => this.#send(), PACKET_INTERVAL);
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
    this.#audio.writeRtp(packet(this.#sent, 960, OPUS_SILENCE));
    this.#video.writeRtp(packet(this.#sent, 1_800, VP8_KEY_FRAME));
  }
}

class WeriftPlayer extends WeriftPeer implements Player {
  #received = 0;

  static async offer(): Promise<WeriftPlayer> {
    const player = new WeriftPlayer();
    for (const kind of ['audio', 'video'] as const) {
      player.connection.addTransceiver(kind, { direction: 'recvonly' });
    }
    player.connection.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(() => {
        player.#received += 1;
      });
    });
    await player.gather(false);
    return player;
  }

  received(): number {
    return this.#received;
  }
}

function packet(count: number, clockPerPacket: number, payload: Buffer): RtpPacket {
  const header = new RtpHeader({
    sequenceNumber: count & 0xffff,
    timestamp: (count * clockPerPacket) >>> 0,
    marker: true,
  });
  return new RtpPacket(header, payload);
}
