import {
  type AbortSignalLike,
  type CheckedOffer,
  type Clock,
  type IceFragment,
  unlessAborted,
} from '@whipway/core';
import type { RTCCertificate, RtpHeader } from 'werift';
import { DtlsLink } from './dtls-link.js';
import { IceGeneration } from './ice-generation.js';
import { IceLink } from './ice-link.js';
import type { NetworkSettings } from './network-settings.js';
import type { RtpPacket, SrtpLink } from './srtp-link.js';

export interface TransportOptions {
  readonly network: NetworkSettings;
  readonly certificate: RTCCertificate;
  readonly clock: Clock;
}

/** What goes wrong or ends by itself. */
export type TransportEnd = 'peer-closed' | 'ice-failed' | 'dtls-failed';

/** Our side of the transport, for the answer. */
export interface LocalTransport {
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly string[];
  readonly setup: 'active' | 'passive';
  readonly fingerprint: { readonly algorithm: string; readonly value: string };
}

/** ICE, DTLS and SRTP of one session: RTP and RTCP in and out. */
export class MediaTransport {
  onRtp: (packet: RtpPacket) => void = () => {};
  onRtcp: (data: Buffer) => void = () => {};
  /** Media can flow. */
  onReady: () => void = () => {};
  /** Said at most once, and not after {@link close}. */
  onEnd: (reason: TransportEnd, detail?: string) => void = () => {};
  readonly local: LocalTransport;
  readonly #ice: IceLink;
  readonly #dtls: DtlsLink;
  readonly #mid: string;
  #srtp: SrtpLink | undefined;
  #over = false;

  private constructor(offer: CheckedOffer, first: IceGeneration, options: TransportOptions) {
    const { certificate, network, clock } = options;
    // Passive where the client lets us choose: it may then begin as soon as it has a path.
    const role = offer.setup === 'passive' ? 'client' : 'server';
    const [fingerprint] = certificate.getFingerprints();
    if (!fingerprint) throw new Error('werift made a certificate without a fingerprint');
    this.local = {
      ...first.local,
      candidates: first.candidates.map(({ text }) => text),
      setup: role === 'client' ? 'active' : 'passive',
      fingerprint,
    };
    this.#mid = offer.bundleTag;
    this.#ice = new IceLink(first, network, clock);
    const send = (data: Buffer): void => void this.#ice.send(data);
    this.#dtls = new DtlsLink({ role, certificate, fingerprints: offer.fingerprints, send });
    this.#listen();
    this.#ice.start(offer.ice, offer.candidates);
  }

  /**
   * Gathers and begins to wait for the client.
   *
   * @throws WhipError `aborted`, or `backend-unavailable` without a socket
   */
  static async open(
    offer: CheckedOffer,
    options: TransportOptions,
    signal: AbortSignalLike,
  ): Promise<MediaTransport> {
    const late = (generation: IceGeneration): void => void generation.close();
    const first = await unlessAborted(
      () => IceGeneration.open(options.network),
      { signal },
      { late },
    );
    return new MediaTransport(offer, first, options);
  }

  get ready(): boolean {
    return this.#srtp !== undefined && !this.#over;
  }

  /** Milliseconds. */
  get roundTripTime(): number | undefined {
    return this.#ice.current.roundTripTime;
  }

  addCandidates({ ufrag, candidates }: IceFragment): void {
    if (!this.#over) this.#ice.addCandidates(ufrag, candidates);
  }

  /** @throws WhipError as {@link IceLink.restart}; the running ICE session goes on then */
  async restart(fragment: IceFragment, signal: AbortSignalLike): Promise<IceFragment> {
    const next = await this.#ice.restart(fragment, fragment.candidates, signal);
    return { mid: this.#mid, ...next.local, candidates: next.candidates, endOfCandidates: true };
  }

  /** @param rollovers how often the stream's sequence number has passed 65535 */
  sendRtp(header: RtpHeader, payload: Buffer, rollovers: number): void {
    if (this.#srtp && this.#canSend)
      this.#ice.send(this.#srtp.protectRtp(header, payload, rollovers));
  }

  /** @param data one RTCP packet or a compound of them */
  sendRtcp(data: Buffer): void {
    if (this.#srtp && this.#canSend) this.#ice.send(this.#srtp.protectRtcp(data));
  }

  async close(): Promise<void> {
    this.#over = true;
    // Also where the way was lost first: werift repeats an open handshake for half a minute.
    this.#dtls.close();
    await this.#ice.close();
  }

  /** Nothing is encrypted for a peer that is not there. */
  get #canSend(): boolean {
    return !this.#over && this.#ice.hasPath;
  }

  #listen(): void {
    this.#ice.onDatagram = (data) => this.#receive(data);
    this.#ice.onConnected = () => this.#dtls.start();
    this.#ice.onFailed = () => this.#end('ice-failed');
    this.#dtls.onClosed = () => this.#end('peer-closed');
    this.#dtls.onFailed = (why) => this.#end('dtls-failed', why);
    this.#dtls.onReady = (srtp) => {
      this.#srtp = srtp;
      this.onReady();
    };
  }

  /** RFC 7983, section 7, and RFC 5761, section 4, for what ICE lets through. */
  #receive(data: Buffer): void {
    if (this.#over) return;
    if ((data[0] ?? 0) < 64) this.#dtls.receive(data);
    else if (isRtcp(data)) this.#receiveRtcp(data);
    else {
      const packet = this.#srtp?.openRtp(data);
      if (packet) this.onRtp(packet);
    }
  }

  #receiveRtcp(data: Buffer): void {
    const plain = this.#srtp?.openRtcp(data);
    if (plain) this.onRtcp(plain);
  }

  #end(reason: TransportEnd, detail?: string): void {
    if (this.#over) return;
    this.#over = true;
    this.onEnd(reason, detail);
  }
}

function isRtcp(data: Buffer): boolean {
  const type = data[1] ?? 0;
  return type >= 192 && type <= 223;
}
