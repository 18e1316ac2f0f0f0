import {
  type BackendCapabilities,
  type BackendEnvironment,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type MediaBackend,
  type PublishContext,
  unlessAborted,
} from '@whipway/core';
import type { RTCCertificate } from 'werift';
import { OpenSessions } from './open-sessions.js';
import { EmbeddedPlayback } from './playback.js';
import { agreeOnPublishing, CODECS } from './sdp/agree-on-publishing.js';
import { PublisherSession } from './session.js';
import { type BackendSettings, endpointSettings } from './settings.js';
import { AddressCheck } from './transport/address-check.js';
import { warnOfUnbound } from './transport/bind-addresses.js';
import { makeCertificate } from './transport/certificate.js';
import { MediaTransport, type TransportOptions } from './transport/media-transport.js';
import { type NetworkSettings, readNetworkSettings } from './transport/network-settings.js';

/** The media server in this process: werift's ICE, DTLS and SRTP, and forwarding of our own. */
export class EmbeddedBackend implements MediaBackend {
  readonly name = 'embedded';
  readonly capabilities: BackendCapabilities = {
    trickle: 'yes',
    restart: 'yes',
    mediaReports: 'yes',
    liveness: 'yes',
    simulcast: 'yes',
    playback: 'yes',
    stats: 'yes',
    codecs: CODECS,
  };
  readonly playback: EmbeddedPlayback;
  readonly #settings: BackendSettings;
  readonly #environment: BackendEnvironment;
  readonly #network: NetworkSettings;
  readonly #addresses: AddressCheck;
  readonly #sessions = new OpenSessions();
  #certificate: Promise<RTCCertificate> | undefined;

  /** @throws Error when `media.stun` cannot be read */
  constructor(settings: BackendSettings, environment: BackendEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
    const { media, logger, clock } = environment;
    this.#network = readNetworkSettings(media, settings.stunTimeout, warnOfUnbound(logger));
    this.#addresses = new AddressCheck(this.#network, clock);
    this.playback = new EmbeddedPlayback(() => this.#transports(), this.#sessions);
  }

  /** @throws WhipError `codec-unsupported`, `aborted`, `backend-unavailable`, `shutting-down` */
  async open(
    offer: CheckedOffer,
    context: PublishContext,
    { signal }: Call,
  ): Promise<BackendSession> {
    const tracks = agreeOnPublishing(offer);
    const endpoint = endpointSettings.parse(context.endpoint.settings ?? {});
    const options = await unlessAborted(() => this.#transports(), { signal });
    const transport = await MediaTransport.open(offer, options, signal);
    const { clock } = this.#environment;
    const { maximumBitrate } = this.#settings;
    const common = { offer, tracks, transport, context, endpoint, maximumBitrate, clock };
    return this.#sessions.keep((over) => new PublisherSession({ ...common, over }));
  }

  /** @throws WhipError `backend-unavailable` when no address of `media.addresses` can be bound */
  async health(call: Call): Promise<void> {
    this.#sessions.check();
    await unlessAborted(() => this.#addresses.run(), call);
  }

  close(): Promise<void> {
    return this.#sessions.close();
  }

  async #transports(): Promise<TransportOptions> {
    this.#sessions.check();
    this.#certificate ??= makeCertificate();
    const { clock } = this.#environment;
    return { network: this.#network, certificate: await this.#certificate, clock };
  }
}
