import type { AbortSignalLike } from '../abort.js';
import type { CloseReason, HangUpReason } from '../close-reasons.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import type { CheckedOffer } from '../offer/checked-offer.js';
import type { Logger } from '../ports.js';
import type { BackendCapabilities } from './capabilities.js';
import type { OfferedIceServers } from './ice-server.js';
import type { Playback } from './playback.js';
import type { SessionStats } from './session-stats.js';

/**
 * A media server, or an in-process stack: all that an adapter has to be.
 *
 * Write one with docs/writing-a-backend.md, and let `@whipway/backend-conformance` say when it is
 * done. Every method may reject with a `WhipError` (`backend-refused`, `backend-unavailable`,
 * `backend-failed`, `codec-unsupported`, …); anything else is taken for a bug and answered 500.
 */
export interface MediaBackend {
  /** For logs and the admin page: `embedded`, `janus`, … */
  readonly name: string;
  readonly capabilities: BackendCapabilities;
  /**
   * A client's POST: take its offer and answer it. The answer is complete, with every candidate
   * (S-10). When `signal` fires, reject at once with code `aborted`, and release whatever the server
   * still makes; should it resolve after all, the core calls `close` on what came.
   */
  open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession>;
  /**
   * True: `open` is to get the client's bearer token for this endpoint, to pass it on. Asked before
   * every `open`. Default: no token is handed over.
   */
  wantsBearer?(endpoint: BackendEndpoint): boolean;
  /** An endpoint was added. Default: nothing to prepare. */
  openEndpoint?(endpoint: BackendEndpoint, call: Call): Promise<void>;
  /** An endpoint was removed; its sessions are closed already. Default: nothing to clear away. */
  closeEndpoint?(endpoint: BackendEndpoint, call: Call): Promise<void>;
  /** Resolves when sessions can be opened now; rejects with the reason when not. */
  health(call: Call): Promise<void>;
  /** Lets go of everything: sockets, timers, processes. Idempotent. No call may follow. */
  close(): Promise<void>;
  /** WHEP playback; present exactly when `capabilities.playback` is `'yes'`. */
  readonly playback?: Playback;
}

/** One publisher on the media server. */
export interface BackendSession {
  /** The SDP answer, fully gathered. The core checks and normalises it (S-07, S-12 to S-16, S-20). */
  readonly answer: string;
  /**
   * STUN and TURN servers of the media server for this client; they become Link lines of the 201.
   * Read once. Default: none of its own.
   */
  readonly iceServers?: OfferedIceServers;
  /** A trickle PATCH. One call at a time; never called after end-of-candidates of a generation. */
  addCandidates(fragment: IceFragment, call: Call): Promise<void>;
  /**
   * A restart PATCH with the client's new credentials. Resolves with the server's new credentials
   * and candidates; a rejection must leave the old ICE session running (S-95a).
   */
  restartIce(fragment: IceFragment, call: Call): Promise<IceFragment>;
  /** What is flowing, now. */
  stats(call: Call): Promise<SessionStats>;
  /** Releases everything of this session, and tells the peer (S-102). Idempotent; never rejects. */
  close(reason: CloseReason): Promise<void>;
}

/** Deadline and abort of one call. Abort means *stop waiting*: reject at once with `aborted`. */
export interface Call {
  readonly signal: AbortSignalLike;
}

/** An endpoint, as far as a backend needs to know it. */
export interface BackendEndpoint {
  readonly id: string;
  /** The endpoint's block for this backend, e.g. `{ room: 1234 }`, already validated. */
  readonly settings: unknown;
}

export interface PublishContext {
  /** For logs and names on the media server. Tells nothing about the session's URL. */
  readonly sessionId: string;
  readonly endpoint: BackendEndpoint;
  /** Where the backend reports, from the call of `open` until `close`. */
  readonly reports: MediaReports;
  readonly logger: Logger;
  /**
   * The client's bearer token, when {@link MediaBackend.wantsBearer} asked for it and the client sent
   * one. A secret: neither logged nor put into an error. The core keeps it until `open` settles.
   */
  readonly bearer?: string;
}

/**
 * What a backend tells about a session, raw: only the core times it. Every call returns at once,
 * may come before `open` has resolved (it is held), and is ignored after `close`.
 */
export interface MediaReports {
  /** First RTP on any track, or RTP again after {@link mediaDown}. */
  mediaUp(): void;
  /** No RTP on all tracks for two seconds, or the transport is down. */
  mediaDown(): void;
  /**
   * The media server sees many packets lost on the way to or from the client. Told to whoever
   * listens, nothing else. The core gives it; a test that stands in for the core may leave it out.
   */
  slowLink?(packetsLost: number): void;
  /**
   * Something that an operator should know of this session, in a sentence: what the media server
   * does not do, what was left out. What comes later on the same `topic`, a stable name such as
   * `candidates-dropped`, replaces it. Told to whoever listens, nothing else; heard until
   * {@link BackendSession.close} has settled. As with {@link slowLink}, a test that stands in for the
   * core may leave it out.
   */
  note?(topic: string, text: string): void;
  /** The session is over on the media server's side. The core answers with `close`. */
  hungUp(reason: HangUpReason, detail?: string): void;
}
