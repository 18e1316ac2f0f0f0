import type { CloseReason } from '../close-reasons.js';
import type { CheckedOffer } from '../offer/checked-offer.js';
import type { BackendSession, Call, PublishContext } from './media-backend.js';

/** WHEP (draft-ietf-wish-whep-03): plays what a publisher sends, from the same backend. */
export interface Playback {
  /**
   * A player's POST. Answer its offer, or, for a server that must offer itself, make a counter-offer
   * (answered 406). Aborts as `MediaBackend.open`. For a viewer `mediaUp` and `mediaDown` are about
   * its transport, not about what the publisher sends: nothing to send is no reason to end it.
   */
  open(
    offer: CheckedOffer,
    publication: Publication,
    context: PublishContext,
    call: Call,
  ): Promise<BackendSession | CounterOffer>;
}

/** What there is to watch. */
export interface Publication {
  /** What the publisher's context had as `sessionId`. */
  readonly sessionId: string;
  /** What `open` of the same backend resolved with. */
  readonly session: BackendSession;
}

/** The server's own offer, waiting for the player's answer (WHEP, section 4.2). */
export interface CounterOffer {
  /** A complete SDP offer, sendonly. */
  readonly counterOffer: string;
  /** The player's answer, as text. Resolves with the running session. */
  complete(answer: string, call: Call): Promise<BackendSession>;
  /** Nobody will answer: release what was prepared. Idempotent; never rejects. */
  close(reason: CloseReason): Promise<void>;
}
