import { networkInterfaces } from 'node:os';
import type { PeerConnection } from '@whipway/client';
import type { RTCDtlsTransport, RTCPeerConnection } from 'werift';
import type { OutgoingTrack } from '../rtp/outgoing-track.js';
import type { MediaKind } from './codecs.js';
import { type BundleTransport, ConnectionWatch } from './connection-watch.js';
import { DescriptionExchange } from './description-exchange.js';
import { IceAgent } from './ice-agent.js';
import { IncomingMedia } from './incoming-media.js';
import { localAddresses } from './local-addresses.js';
import { OutgoingMedia } from './outgoing-media.js';
import { forwardGathering } from './peer-events.js';
import { PeerListeners } from './peer-listeners.js';
import { type PeerSettings, weriftConnection } from './peer-settings.js';
import { peerStatistics } from './peer-statistics.js';
import { endHandshake } from './werift-parts.js';

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
  readonly #exchange: DescriptionExchange;
  readonly #watch: ConnectionWatch;
  readonly #incoming: IncomingMedia | undefined;
  readonly #outgoing: OutgoingMedia;
  #transport: BundleTransport | undefined;
  #closed: Promise<unknown> = Promise.resolve();
  #configuration: RTCConfiguration;
  #reports: ReturnType<typeof setInterval> | undefined;

  constructor(configuration: RTCConfiguration, settings: PeerSettings) {
    this.#configuration = configuration;
    this.#settings = settings;
    this.#peer = weriftConnection(settings);
    this.#exchange = new DescriptionExchange(this.#peer);
    this.#watch = new ConnectionWatch({
      transport: () => this.#transport,
      changed: (state) => this.#changed(state),
    });
    this.#outgoing = new OutgoingMedia(settings.codecs);
    this.#incoming = settings.listener && new IncomingMedia(this.#peer, settings.listener);
    forwardGathering(this.#peer, this.#listeners);
    this.#peer.iceConnectionStateChange.subscribe(() => this.#watch.look());
  }

  /** After {@link close}: settles when relayed addresses are given back, too. */
  get closed(): Promise<unknown> {
    return this.#closed;
  }

  get connectionState(): RTCPeerConnectionState {
    return this.#watch.state;
  }

  get iceGatheringState(): RTCIceGatheringState {
    return this.#peer.iceGatheringState;
  }

  get localDescription(): { readonly sdp: string } | null {
    return this.#peer.localDescription;
  }

  /** The way of one kind of media to the server; undefined until the answer has agreed to it. */
  outgoing(kind: MediaKind): OutgoingTrack | undefined {
    return this.#outgoing.track(kind);
  }

  /** True when media reaches the server. */
  get isOpen(): boolean {
    return this.connectionState === 'connected' && (this.#transport?.ice.isOpen() ?? false);
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
    this.#transport ??= this.#begin(transceiver.dtlsTransport);
    return transceiver;
  }

  createOffer(options?: { readonly iceRestart?: boolean }) {
    return this.#exchange.createOffer(options);
  }

  createAnswer() {
    return this.#exchange.createAnswer();
  }

  async setLocalDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const ice = this.#transport?.ice;
    ice?.useAddresses(localAddresses(networkInterfaces(), this.#settings.serverIsHere));
    await this.#exchange.setLocal(description, async (credentials) => {
      this.#watch.restart();
      await ice?.restart(credentials, this.#exchange.gathering);
    });
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const restarted = await this.#exchange.setRemote(description);
    const { ice, dtls } = this.#bundle();
    if (description.type === 'answer' && !restarted)
      this.#outgoing.open(this.#peer.getTransceivers(), this.#peer.cname, { ice, dtls });
    void ice.endAfter(this.#exchange.gathering);
    this.#watch.begin();
    // werift itself begins checks only as long as there are no keys; twice would be once too often.
    if (restarted && dtls.state === 'connected') ice.connect().catch(() => undefined);
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.#configuration = configuration;
    if (this.#transport) this.#useServers(this.#transport.ice);
  }

  async getStats(): Promise<RTCStatsReport> {
    const received = this.#peer
      .getReceivers()
      .filter(() => this.#incoming)
      .flatMap((receiver) => receiver.collectStats(Date.now()));
    return peerStatistics(this.#bundle().dtls, this.#outgoing.tracks, received as never);
  }

  getSenders() {
    return this.#peer.getSenders().map((sender) => ({ transport: sender.dtlsTransport }));
  }

  close(): void {
    clearInterval(this.#reports);
    this.#watch.close();
    if (this.#transport) endHandshake(this.#transport.dtls);
    this.#closed = Promise.allSettled([this.#transport?.ice.close(), this.#peer.close()]);
  }

  /** @throws Error when there is no media */
  #bundle(): BundleTransport {
    const [dtls] = this.#peer.dtlsTransports;
    if (!dtls) throw new Error('a connection without any media has no transport');
    this.#transport ??= this.#begin(dtls);
    return this.#transport;
  }

  /** The one transport of the bundle is there. */
  #begin(dtls: RTCDtlsTransport): BundleTransport {
    const ice = new IceAgent(dtls.iceTransport, this.#settings.trouble ?? (() => undefined));
    this.#useServers(ice);
    dtls.onStateChange.subscribe(() => this.#watch.look());
    dtls.onRtcp.subscribe((packet) => {
      this.#outgoing.receiveReport(packet);
      this.#incoming?.receiveReport(packet);
    });
    dtls.onRtp.subscribe((packet) => this.#incoming?.receive(packet));
    this.#reports = setInterval(() => this.#report(), REPORT_INTERVAL);
    return { ice, dtls };
  }

  #useServers(ice: IceAgent): void {
    const { iceServers = [], iceTransportPolicy = 'all' } = this.#configuration;
    ice.useServers(iceServers, iceTransportPolicy);
  }

  #report(): void {
    if (this.isOpen) this.#outgoing.sendReports();
  }

  #changed(state: RTCPeerConnectionState): void {
    if (state === 'connected') this.#report();
    this.#listeners.emit('connectionstatechange', undefined);
  }
}
