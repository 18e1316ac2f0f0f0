import type { BackendSession, Capability, CounterOffer, IceFragment } from '@whipway/core';
import type { BackendUnderTest } from './subject.js';

/**
 * How the suite plays the other end of a session: a real WebRTC peer in a live run, the fake media
 * server's own levers in a run against a fake.
 */
export interface FarSide<Rig extends BackendUnderTest> {
  /** A client that wants to publish, and sends nothing yet. */
  publisher(rig: Rig): Promise<Publisher>;
  /** A client that wants to watch. Needed when `capabilities.playback` is `'yes'`. */
  player?(rig: Rig): Promise<Player>;
  /** Whether a peer can see that the server said goodbye (DTLS close, S-102). */
  readonly farewell: Capability;
}

/** A WHIP client, from its offer to its end. */
export interface Publisher {
  /** Its SDP offer. */
  readonly offer: string;
  /**
   * Takes `session.answer` and brings the transport up, ICE and DTLS. Sends no RTP. How its own
   * candidates get over is its business: in the offer, or by `session.addCandidates`.
   */
  connect(session: BackendSession): Promise<void>;
  /** Starts or goes on to send RTP on its tracks. */
  sendMedia(): Promise<void>;
  /** Stops sending RTP; the transport stays up. */
  stopMedia(): Promise<void>;
  /** Makes new ICE credentials and candidates, and says what its restart PATCH would say. */
  restart(): Promise<IceFragment>;
  /** Takes the server's part of the restart. Resolves when the transport is up again. */
  restarted(fragment: IceFragment): Promise<void>;
  /** Is gone without a word, as a killed process is. */
  vanish(): Promise<void>;
  /** Ends its transport politely (DTLS close). Idempotent; also the clean-up after each test. */
  close(): Promise<void>;
  /** Resolves when the server ended the transport. Called only when `farewell` is `'yes'`. */
  farewellHeard(): Promise<void>;
}

/** A WHEP client. */
export interface Player {
  /** Its SDP offer, recvonly. */
  readonly offer: string;
  /** Takes `session.answer` and brings the transport up. */
  connect(session: BackendSession): Promise<void>;
  /** For backends that make counter-offers: the answer to one, as text. */
  answer?(offer: CounterOffer): Promise<string>;
  /** RTP packets received so far. */
  received(): number;
  /** Ends its transport. Idempotent; also the clean-up after each test. */
  close(): Promise<void>;
}
