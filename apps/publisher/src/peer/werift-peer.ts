import { networkInterfaces } from 'node:os';
import type { PeerConnection } from '@whipway/client';
import { type RTCDtlsTransport, RTCPeerConnection } from 'werift';
import { type MediaLink, OutgoingTrack } from '../rtp/outgoing-track.js';
import type { MediaKind, OfferedCodec } from './codecs.js';
import { connectionState } from './connection-state.js';
import { type IceCredentials, newCredentials, openEnded, restartedOffer } from './credentials.js';
import { IceAgent } from './ice-agent.js';
import { IncomingMedia, type MediaListener } from './incoming-media.js';
import { localAddresses } from './local-addresses.js';
import { PeerListeners } from './peer-listeners.js';
import { peerStatistics } from './peer-statistics.js';
import { SilenceWatch } from './silence-watch.js';
import { weriftCodecs } from './werift-codecs.js';
import { srtpOf } from './werift-parts.js';

export interface PeerSettings {
  /** Offered, the preferred one first. */
  readonly codecs: readonly OfferedCodec[];
  /** True when the server is on this machine, so that loopback addresses are of use. */
  readonly serverIsHere: boolean;
  /** Takes what is received; only for playing. */
  readonly listener?: MediaListener;
}

/** ICE and DTLS have to be done within this time, in milliseconds. */
const CONNECT_DEADLINE = 15_000;
/** Between two sender reports, in milliseconds. */
const REPORT_INTERVAL = 1000;

/**
 * A peer connection in Node, on werift, as the client of this repository wants one: it tells states
 * as browsers do, restarts ICE without touching the old generation before the new one is agreed on,
 * and sends RTP that an encoder elsewhere has made.
 */
export class WeriftPeer implements PeerConnection {
  readonly #peer: RTCPeerConnection;
  readonly #settings: PeerSettings;
  readonly #listeners = new PeerListeners();
  readonly #watch: SilenceWatch;
  readonly #incoming: IncomingMedia | undefined;
  readonly #tracks = new Map<MediaKind, OutgoingTrack>();
  #ice: IceAgent | undefined;
  #configuration: RTCConfiguration;
  #gathering: Promise<unknown> = Promise.resolve();
  #next: { readonly sdp: string; readonly credentials: IceCredentials } | undefined;
  #state: RTCPeerConnectionState = 'new';
  #closed = false;
  #silent = false;
  #late = false;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #reports: ReturnType<typeof setInterval> | undefined;

  constructor(configuration: RTCConfiguration, settings: PeerSettings) {
    this.#configuration = configuration;
    this.#settings = settings;
    this.#peer = new RTCPeerConnection({
      bundlePolicy: 'max-bundle',
      iceServers: [],
      iceUseIpv4: false,
      iceUseIpv6: false,
      codecs: {
        audio: weriftCodecs(settings.codecs.filter(({ kind }) => kind === 'audio')),
        video: weriftCodecs(settings.codecs.filter(({ kind }) => kind === 'video')),
      },
    });
    this.#watch = new SilenceWatch({
      received: () => this.#ice?.received() ?? 0,
      ask: () => this.#ice?.ask(),
      changed: (silent) => {
        this.#silent = silent;
        this.#changed();
      },
    });
    this.#incoming = settings.listener && new IncomingMedia(this.#peer, settings.listener);
    this.#listen();
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#state;
  }

  get iceGatheringState(): RTCIceGatheringState {
    return this.#peer.iceGatheringState;
  }

  get localDescription(): { readonly sdp: string } | null {
    return this.#peer.localDescription;
  }

  /** The way of one kind of media to the server; undefined until the answer has agreed to it. */
  outgoing(kind: MediaKind): OutgoingTrack | undefined {
    return this.#tracks.get(kind);
  }

  /** True when media reaches the server. */
  get isOpen(): boolean {
    return this.#state === 'connected' && (this.#ice?.isOpen() ?? false);
  }

  requestKeyFrame(): void {
    this.#incoming?.requestKeyFrame();
  }

  addEventListener: PeerConnection['addEventListener'] = (name, listener) => {
    this.#listeners.add(name, listener as (event: never) => void);
  };

  addTransceiver(track: MediaStreamTrack | string, init: RTCRtpTransceiverInit): unknown {
    const kind = typeof track === 'string' ? track : track.kind;
    const direction = init.direction === 'recvonly' ? 'recvonly' : 'sendonly';
    const transceiver = this.#peer.addTransceiver(kind as MediaKind, { direction });
    if (!this.#ice) this.#begin(transceiver.dtlsTransport);
    return transceiver;
  }

  async createOffer(options: { readonly iceRestart?: boolean } = {}) {
    const current = this.#peer.localDescription?.sdp;
    if (!options.iceRestart || !current) return sessionDescription(await this.#peer.createOffer());
    const credentials = newCredentials();
    const sdp = restartedOffer(current, credentials);
    this.#next = { sdp, credentials };
    return { type: 'offer' as const, sdp };
  }

  async createAnswer() {
    return sessionDescription(await this.#peer.createAnswer());
  }

  /** Resolves when the description holds; candidates go on being gathered. */
  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.#ice?.useAddresses(localAddresses(networkInterfaces(), this.#settings.serverIsHere));
    const restarts = this.#next?.sdp === description.sdp;
    if (restarts && this.#next) this.#restart(this.#next.credentials);
    const { type, sdp = '' } = restarts ? await this.#peer.createOffer() : description;
    const holds = new Promise((resolve) => {
      this.#peer.signalingStateChange.once(resolve);
    });
    this.#gathering = this.#peer.setLocalDescription({ type: type as 'offer', sdp });
    await Promise.race([holds, this.#gathering]);
  }

  async setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    const restarts = this.#next !== undefined;
    this.#next = undefined;
    await this.#peer.setRemoteDescription({ type: type as 'answer', sdp: openEnded(sdp) });
    if (!this.#ice) this.#begin(this.#dtls);
    if (type === 'answer' && !restarts) this.#addOutgoing();
    void this.#ice?.endAfter(this.#gathering);
    this.#armDeadline();
    // werift itself begins checks only as long as there are no keys; twice would be once too often.
    if (restarts && this.#dtls.state === 'connected') this.#ice?.connect().catch(() => undefined);
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.#configuration = configuration;
    this.#useServers();
  }

  async getStats(): Promise<RTCStatsReport> {
    const received = this.#peer
      .getReceivers()
      .filter(() => this.#incoming)
      .flatMap((receiver) => receiver.collectStats(Date.now()));
    return peerStatistics(this.#dtls, [...this.#tracks.values()], received as never);
  }

  getSenders() {
    return this.#peer.getSenders().map((sender) => ({ transport: sender.dtlsTransport }));
  }

  close(): void {
    this.#closed = true;
    this.#watch.stop();
    clearTimeout(this.#deadline);
    clearInterval(this.#reports);
    this.#changed();
    void this.#peer.close();
  }

  get #dtls(): RTCDtlsTransport {
    const [dtls] = this.#peer.dtlsTransports;
    if (!dtls) throw new Error('a connection without any media has no transport');
    return dtls;
  }

  #listen(): void {
    this.#peer.onIceCandidate.subscribe((candidate) => {
      this.#listeners.emit('icecandidate', {
        candidate: candidate
          ? {
              candidate: candidate.candidate,
              sdpMid: candidate.sdpMid ?? null,
              usernameFragment: null,
            }
          : null,
      });
    });
    this.#peer.iceGatheringStateChange.subscribe(() =>
      this.#listeners.emit('icegatheringstatechange', undefined),
    );
    this.#peer.iceConnectionStateChange.subscribe(() => this.#changed());
  }

  /** The one transport of the bundle is there. */
  #begin(dtls: RTCDtlsTransport): void {
    this.#ice = new IceAgent(dtls.iceTransport);
    this.#useServers();
    dtls.onStateChange.subscribe(() => this.#changed());
    dtls.onRtcp.subscribe((packet) => {
      for (const track of this.#tracks.values()) track.receive(packet);
      this.#incoming?.receiveReport(packet);
    });
    dtls.onRtp.subscribe((packet) => this.#incoming?.receive(packet));
    this.#reports = setInterval(() => this.#report(), REPORT_INTERVAL);
  }

  #useServers(): void {
    const { iceServers = [], iceTransportPolicy = 'all' } = this.#configuration;
    this.#ice?.useServers(iceServers, iceTransportPolicy);
  }

  #restart(credentials: IceCredentials): void {
    this.#watch.stop();
    this.#silent = false;
    this.#ice?.restart(credentials);
  }

  /** What the answer agreed to is what can be sent. */
  #addOutgoing(): void {
    for (const { kind, codecs, sender, currentDirection } of this.#peer.getTransceivers()) {
      const codec = this.#settings.codecs.find(
        (candidate) =>
          candidate.kind === kind &&
          codecs[0]?.mimeType.toLowerCase() === `${kind}/${candidate.name}`.toLowerCase(),
      );
      if (!codec || !codecs[0] || !/send/.test(currentDirection ?? '')) continue;
      const { payloadType } = codecs[0];
      const { ssrc } = sender;
      const { cname } = this.#peer;
      const link = this.#link();
      this.#tracks.set(
        codec.kind,
        new OutgoingTrack({ codec: { ...codec, payloadType }, ssrc, cname, link }),
      );
    }
  }

  #link(): MediaLink {
    const dtls = this.#dtls;
    return {
      protect: (payload, header) =>
        dtls.state === 'connected' ? srtpOf(dtls)?.encrypt(payload, header) : undefined,
      send: (data) => this.#ice?.send(data),
      sendRtcp: (packets) => void dtls.sendRtcp([...packets]).catch(() => undefined),
    };
  }

  #report(): void {
    if (this.isOpen) for (const track of this.#tracks.values()) track.sendReport();
  }

  #armDeadline(): void {
    this.#late = false;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#late = this.#state !== 'connected';
      this.#changed();
    }, CONNECT_DEADLINE);
  }

  #changed(): void {
    const state = connectionState({
      closed: this.#closed,
      ice: this.#ice?.state ?? 'new',
      dtls: this.#ice ? this.#dtls.state : 'new',
      silent: this.#silent,
      late: this.#late,
    });
    if (state === this.#state) return;
    const wasSilent = this.#state === 'disconnected';
    this.#state = state;
    if (state === 'connected' && !wasSilent) this.#watch.start();
    if (state === 'connected') this.#report();
    this.#listeners.emit('connectionstatechange', undefined);
  }
}

function sessionDescription(description: { readonly type: string; readonly sdp: string }) {
  return { type: description.type as RTCSdpType, sdp: description.sdp };
}
