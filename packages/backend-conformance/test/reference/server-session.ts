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

/** What one server does with all its sessions. */
export interface ServerHabits {
  readonly clock: Clock;
  /** Milliseconds without a packet until `mediaDown`. */
  silence: number;
  /** Peers are told when their session ends. */
  saysGoodbye: boolean;
}

/** One transport of the server: a publisher's, or a viewer's. */
export class ServerSession {
  readonly id: string;
  readonly tracks: readonly TrackCount[];
  readonly viewers = new Set<ServerSession>();
  local = freshLocal();
  connected = false;
  #peer: PeerEvents = {};
  #events: ServerSessionEvents;
  readonly #habits: ServerHabits;
  #flowing = false;
  #cancelSilence = () => {};

  constructor(
    id: string,
    kinds: ReadonlyMap<string, 'audio' | 'video'>,
    events: ServerSessionEvents,
    habits: ServerHabits,
  ) {
    this.id = id;
    this.tracks = [...kinds].map(([mid, kind]) => ({ kind, mid, packets: 0 }));
    this.#events = events;
    this.#habits = habits;
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
    this.#cancelSilence = this.#habits.clock.after(this.#habits.silence, () => {
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
    if (this.#habits.saysGoodbye) this.#peer.farewell?.();
    this.viewers.clear();
  }
}

function freshLocal(): IceCredentials {
  return { ufrag: randomBytes(4).toString('hex'), pwd: randomBytes(16).toString('hex') };
}
