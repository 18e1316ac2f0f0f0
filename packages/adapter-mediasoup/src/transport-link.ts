import {
  type Call,
  type CheckedOffer,
  type HangUpReason,
  type IceFragment,
  WhipError,
} from '@whipway/core';
import type { types } from 'mediasoup';
import { abortable } from './call.js';
import { remoteDtls, toCandidate } from './sdp/transport-parameters.js';
import type { MediaWorker } from './workers/media-worker.js';

/** What a transport tells about its peer. */
export interface LinkEvents {
  /** ICE and DTLS are up, or up again. */
  up(): void;
  /** ICE lost the peer. */
  down(): void;
  /** It is over, by no doing of ours. */
  over(reason: HangUpReason, detail?: string): void;
}

/** What a link needs to be opened. */
export interface LinkOptions {
  readonly router: types.Router;
  readonly worker: MediaWorker;
  readonly offer: CheckedOffer;
  /** A transport that was made beforehand on that router. Default: one is made. */
  readonly prepared?: types.WebRtcTransport | undefined;
}

/** One peer's WebRTC transport on a worker: ICE-lite, DTLS, over the worker's one port. */
export class TransportLink {
  readonly transport: types.WebRtcTransport;
  readonly #options: LinkOptions;
  readonly #releases: (() => void)[] = [];
  #closed = false;

  private constructor(transport: types.WebRtcTransport, options: LinkOptions) {
    this.transport = transport;
    this.#options = options;
  }

  static async open(options: LinkOptions): Promise<TransportLink> {
    const { router, worker, offer, prepared } = options;
    const transport = prepared ?? (await worker.createTransport(router, offer.profile));
    return new TransportLink(transport, options);
  }

  /** Tells mediasoup the peer's certificate and role. */
  connect(): Promise<void> {
    const { offer, worker } = this.#options;
    return worker.ask(() => this.transport.connect({ dtlsParameters: remoteDtls(offer) }));
  }

  get worker(): MediaWorker {
    return this.#options.worker;
  }

  get closed(): boolean {
    return this.#closed || this.transport.closed;
  }

  /** Reports what happens to the peer, until the link is closed. */
  listen(events: LinkEvents): void {
    const { transport, worker } = this;
    // Not closed by us: a closed link says nothing any more.
    const live = (tell: () => void) => !this.#closed && tell();
    transport.on('dtlsstatechange', (state) => live(() => DTLS_EVENTS[state]?.(events)));
    transport.on('icestatechange', (state) =>
      live(() => {
        if (state === 'disconnected') this.#iceLost(events);
        else if (isUp(transport)) events.up();
      }),
    );
    transport.on('routerclose', () =>
      live(() => {
        if (worker.died) events.over('backend-lost', worker.fate);
        else events.over('backend-closed', worker.fate);
      }),
    );
  }

  /** Runs when the link is closed, by us or because its worker ended. */
  atEnd(release: () => void): void {
    this.#releases.push(release);
  }

  /**
   * A trickle PATCH. mediasoup takes no candidates: it answers the peer's checks wherever they come
   * from, and finds its address that way.
   */
  addCandidates({ signal }: Call): Promise<void> {
    return abortable({ signal }, async () => this.#requireOpen());
  }

  /** New ICE credentials; media goes on until the peer comes with them. */
  restartIce({ mid }: IceFragment, call: Call): Promise<IceFragment> {
    return abortable(call, async () => {
      this.#requireOpen();
      const { usernameFragment, password } = await this.worker.ask(() =>
        this.transport.restartIce(),
      );
      return {
        mid,
        ufrag: usernameFragment,
        pwd: password,
        candidates: this.transport.iceCandidates.map(toCandidate),
        endOfCandidates: true,
      };
    });
  }

  /** Ends the transport; mediasoup sends the DTLS goodbye (S-102). Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.transport.close();
    for (const release of this.#releases) release();
  }

  #requireOpen(): void {
    if (this.closed) throw new WhipError('session-ended', 'The session has ended.');
  }

  /**
   * Over UDP, only a missing consent says that the peer is gone (RFC 7675, section 5.1): that ends
   * the session. A TCP connection may break and the peer come back with another.
   */
  #iceLost(events: LinkEvents): void {
    events.down();
    const protocol = this.transport.iceSelectedTuple?.protocol;
    if (protocol === 'udp') events.over('ice-failed', 'no connectivity check from the peer');
  }
}

function isUp({ iceState, dtlsState }: types.WebRtcTransport): boolean {
  return dtlsState === 'connected' && (iceState === 'connected' || iceState === 'completed');
}

/** What each DTLS state means. */
const DTLS_EVENTS: Readonly<Partial<Record<types.DtlsState, (events: LinkEvents) => void>>> = {
  connected: (events) => events.up(),
  failed: (events) => events.over('dtls-failed'),
  closed: (events) => events.over('peer-closed'),
};
