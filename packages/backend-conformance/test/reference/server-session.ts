import { randomBytes } from 'node:crypto';
import type { Clock, IceCredentials } from '@whipway/core';

/** What the server tells its client about a session. */
export interface ServerSessionEvents {
  mediaUp(): void;
  mediaDown(): void;
  peerClosed(): void;
  serverGone(): void;
}

export interface TrackCount {
  readonly kind: 'audio' | 'video';
  readonly mid: string;
  packets: number;
}

/** What a peer can hear of the server. */
export interface PeerEvents {
  packet?(): void;
  farewell?(): void;
}

const SILENCE = 2_000;

/** One transport of the server: a publisher's, or a viewer's. */
export class ServerSession {
  readonly id: string;
  readonly tracks: readonly TrackCount[];
  readonly viewers = new Set<ServerSession>();
  local = freshLocal();
  connected = false;
  #peer: PeerEvents = {};
  #events: ServerSessionEvents;
  readonly #clock: Clock;
  #flowing = false;
  #cancelSilence = () => {};

  constructor(
    id: string,
    kinds: ReadonlyMap<string, 'audio' | 'video'>,
    events: ServerSessionEvents,
    clock: Clock,
  ) {
    this.id = id;
    this.tracks = [...kinds].map(([mid, kind]) => ({ kind, mid, packets: 0 }));
    this.#events = events;
    this.#clock = clock;
  }

  connect(peer: PeerEvents): void {
    this.connected = true;
    this.#peer = peer;
  }

  restart(): IceCredentials {
    this.local = freshLocal();
    return this.local;
  }

  /** RTP from the peer: one packet on every track. */
  receive(): void {
    for (const track of this.tracks) track.packets += 1;
    for (const viewer of this.viewers) viewer.#peer.packet?.();
    if (!this.#flowing) this.#events.mediaUp();
    this.#flowing = true;
    this.#cancelSilence();
    this.#cancelSilence = this.#clock.after(SILENCE, () => {
      this.#flowing = false;
      this.#events.mediaDown();
    });
  }

  /** DTLS close from the peer. */
  peerClosed(): void {
    this.#events.peerClosed();
  }

  serverGone(): void {
    this.#cancelSilence();
    this.#events.serverGone();
  }

  release(): void {
    this.#cancelSilence();
    this.#peer.farewell?.();
    this.viewers.clear();
  }
}

function freshLocal(): IceCredentials {
  return { ufrag: randomBytes(4).toString('hex'), pwd: randomBytes(16).toString('hex') };
}
