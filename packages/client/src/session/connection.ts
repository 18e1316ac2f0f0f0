import { ClientError } from '../client-error.js';
import type { HttpExchange } from '../http/http-exchange.js';
import type { Extension } from '../http/link-header.js';
import { SignallingSession } from '../http/signalling-session.js';
import type { PeerConnection } from '../platform.js';
import type { OfferChanges } from '../sdp/offer-to-send.js';
import { sleep, unlessAborted } from '../waiting.js';
import { peerConfiguration, type ResolvedOptions } from './client-options.js';
import { LiveSession } from './live-session.js';
import { acceptCounterOffer, negotiate } from './negotiate.js';
import { onTransportEnd } from './transport-end.js';

/** How long the transport stays open for the reply to a DELETE, in milliseconds. */
const LONGEST_GOODBYE = 1000;

/** What publishing and playing do differently. */
export interface MediaPlan {
  /** Adds transceivers to a fresh connection. */
  readonly offer: (peer: PeerConnection) => OfferChanges;
  /** Publishing: the answer is applied. */
  readonly answered?: (answer: string) => Promise<void>;
  /** Readies a connection for the server's own offer; without it counter-offers are refused. */
  readonly answer?: (peer: PeerConnection) => void;
}

export interface ConnectionParts {
  readonly options: ResolvedOptions;
  readonly exchange: HttpExchange;
  readonly plan: MediaPlan;
  /** Fires when nobody waits any more. */
  readonly signal: AbortSignal;
  readonly changed: (state: RTCPeerConnectionState) => void;
  readonly warn: (error: ClientError) => void;
  readonly gone: (error: ClientError) => void;
}

/** One peer connection and its session on the server. */
export class Connection {
  readonly #parts: ConnectionParts;
  #peer: PeerConnection | undefined;
  #posting: Promise<SignallingSession> | undefined;
  #live: LiveSession | undefined;
  #extensions: readonly Extension[] = [];
  #opened = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  /** Extensions of the 201 (RFC 9725, section 4.9); none before it. */
  get extensions(): readonly Extension[] {
    return this.#extensions;
  }

  async open(): Promise<void> {
    const unanswered = await this.#openByOffer();
    if (unanswered) await this.#openByAnswer(unanswered);
  }

  /** @throws ClientError `not-open` before there is a session. */
  async restartIce(): Promise<void> {
    if (!this.#live) throw new ClientError('not-open');
    await unlessAborted(this.#live.restartIce(), this.#parts.signal);
  }

  getStats(): ReturnType<PeerConnection['getStats']> | undefined {
    return this.#peer?.getStats();
  }

  /**
   * DELETEs the session, also one that is still opening, and closes the transport.
   *
   * The DELETE goes first: a server that saw the transport close would take it for a lost client.
   */
  async close(sessionIsGone: boolean): Promise<void> {
    this.#live?.stop();
    const ending = sessionIsGone ? undefined : this.#endSession();
    if (this.#opened && ending)
      await Promise.race([ending.catch(() => undefined), sleep(LONGEST_GOODBYE)]);
    this.#peer?.close();
    await ending;
  }

  async #endSession(): Promise<void> {
    const signalling = await this.#posting?.catch(() => undefined);
    await signalling?.end();
  }

  async #openByOffer(): Promise<SignallingSession | undefined> {
    const { options, plan, signal, warn, gone } = this.#parts;
    const peer = this.#newPeer();
    this.#live = new LiveSession({ peer, trickleWindow: options.trickleWindow, warn, gone });
    return negotiate({
      peer,
      options,
      signal,
      changes: plan.offer(peer),
      post: (offer) => this.#post(offer),
      live: this.#live,
      warn,
      answered: plan.answered,
    });
  }

  async #openByAnswer(signalling: SignallingSession): Promise<void> {
    const { options, plan, signal, warn } = this.#parts;
    if (!plan.answer) throw new ClientError('unexpected-reply', 'Only WHEP has counter-offers.');
    this.#peer?.close();
    this.#live = undefined;
    const peer = this.#newPeer();
    plan.answer(peer);
    await unlessAborted(acceptCounterOffer({ peer, options, signal, warn }, signalling), signal);
  }

  async #post(offer: string): Promise<SignallingSession> {
    const { exchange, options, signal } = this.#parts;
    // What a close() before this has not seen, nobody would delete (C-22).
    signal.throwIfAborted();
    this.#posting = SignallingSession.open(exchange, options.url, offer);
    const signalling = await unlessAborted(this.#posting, signal);
    this.#opened = true;
    this.#extensions = signalling.reply.extensions;
    return signalling;
  }

  #newPeer(): PeerConnection {
    const { options, changed, gone, signal } = this.#parts;
    signal.throwIfAborted();
    const peer = newPeerConnection(options);
    peer.addEventListener('connectionstatechange', () => {
      if (peer === this.#peer) changed(peer.connectionState);
    });
    onTransportEnd(peer, () => {
      if (peer === this.#peer) gone(new ClientError('session-gone'));
    });
    this.#peer = peer;
    return peer;
  }
}

/** @throws ClientError `platform-lacking` without WebRTC, `option-invalid` as for odd `iceServers`. */
function newPeerConnection(options: ResolvedOptions): PeerConnection {
  try {
    return options.platform.createPeerConnection(peerConfiguration(options));
  } catch (cause) {
    const lacking = cause instanceof ReferenceError;
    throw ClientError.from(cause, lacking ? 'platform-lacking' : 'option-invalid');
  }
}
