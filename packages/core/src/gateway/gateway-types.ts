import type { AbortSignalLike } from '../abort.js';
import type { OfferedIceServers } from '../backend/ice-server.js';
import type { MediaBackend } from '../backend/media-backend.js';
import type { CloseReason } from '../close-reasons.js';
import type { Ports } from '../ports.js';
import type { QuirkId } from '../quirks/quirk-table.js';
import type { RestartState, SessionKind, SessionState } from '../session/session-state.js';

/** How much the protocol forgives; each switch on its own. */
export interface ProtocolModes {
  /** Offers and fragments: `lenient` accepts what field clients send, `strict` is RFC 9725 literally. */
  readonly bodies: 'lenient' | 'strict';
  /** `If-Match` on PATCH, likewise. */
  readonly ifMatch: 'lenient' | 'strict';
  /** `a=rtcp-mux-only` in answers, as RFC 9725, section 4.4.1 demands (X1). Default true. */
  readonly answerRtcpMuxOnly: boolean;
}

/** Deadlines and limits of a session, all in milliseconds. */
export interface Timers {
  /** From POST to answer. Default 7 000: OBS gives up after 8 s. */
  readonly open: number;
  /** From the answer to first media. Default 45 000 (S-104; more than S-11's 39.5 s). */
  readonly connect: number;
  /** From `mediaDown` to the end, unless media comes back. Default 28 000. */
  readonly mediaLost: number;
  /** From a restart PATCH to its answer. Default 7 000. */
  readonly restart: number;
  /** From a trickle PATCH to its answer. Default 5 000. */
  readonly trickle: number;
  /** The longest a session may live. Default: no limit. */
  readonly lifetime: number | undefined;
}

/** What to do with a POST when the endpoint has a publisher. More policies will follow. */
export type PublisherConflictPolicy = 'reject';

export interface GatewayOptions {
  readonly backend: MediaBackend;
  readonly ports: Ports;
  readonly endpoints?: readonly EndpointDefinition[];
  readonly protocol?: Partial<ProtocolModes>;
  readonly timers?: Partial<Timers>;
  /** Default `reject`: the second publisher gets 409. */
  readonly publisherConflict?: PublisherConflictPolicy;
}

/** A place to publish to. */
export interface EndpointDefinition {
  /** 1 to 128 characters of `A–Z a–z 0–9 . _ ~ -`, not `.` or `..`. */
  readonly id: string;
  /** The endpoint's block for the gateway's backend, validated by the adapter's schema. */
  readonly settings?: unknown;
}

export interface OpenRequest {
  readonly endpointId: string;
  /** The SDP offer as it came. */
  readonly offer: string;
  /** Fires when the client is gone: the session is then released. */
  readonly signal?: AbortSignalLike;
  /** Opaque proof of who opened the session (a hash of the token), kept for later checks. */
  readonly credential?: string;
  /** The client's bearer token itself, for a backend that asks for it; not kept after the answer. */
  readonly bearer?: string;
  /** What the client calls itself, for people: its User-Agent. Cut after 256 characters. */
  readonly client?: string;
}

/** A session that was opened: the 201. */
export interface OpenedSession {
  readonly kind: 'opened';
  readonly sessionId: string;
  /** The SDP answer for the client. */
  readonly answer: string;
  /** Strong entity-tag with its quotes (S-09). */
  readonly etag: string;
  /** The media server's own STUN and TURN servers for the client. */
  readonly iceServers?: OfferedIceServers;
}

/** The backend offers itself: the 406 of WHEP. The session waits for {@link AnswerRequest}. */
export interface CounterOfferedSession {
  readonly kind: 'counter-offered';
  readonly sessionId: string;
  readonly counterOffer: string;
}

export interface PatchRequest {
  readonly sessionId: string;
  /** The `application/trickle-ice-sdpfrag` body. */
  readonly fragment: string;
  /** The `If-Match` header as it came; undefined when there was none. */
  readonly ifMatch?: string;
  /** The `ETag` *request* header, which one client sends in place of If-Match. */
  readonly etag?: string;
}

/** The player's answer to a counter-offer (WHEP). */
export interface AnswerRequest {
  readonly sessionId: string;
  readonly answer: string;
}

export type PatchResult =
  /** 204: candidates went to the backend, or there was nothing to do. */
  | { readonly kind: 'trickled' }
  /** 200: the body with the server's new credentials, and the new entity-tag. */
  | { readonly kind: 'restarted'; readonly fragment: string; readonly etag: string };

/** A live session, as anyone may see it. */
export interface SessionSnapshot {
  /** The id in the session's URL. On a public endpoint it is a right to end the session. */
  readonly id: string;
  /** The session's name for logs and media servers; tells nothing about its URL. */
  readonly label: string;
  readonly endpointId: string;
  readonly kind: SessionKind;
  readonly state: SessionState;
  readonly restart: RestartState;
  /** ICE generation, 0 for the first; one more with every restart. */
  readonly generation: number;
  /** True: `connected` is taken for granted, because the backend reports no media. */
  readonly unconfirmed: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly openedAt: number;
  readonly connectedAt?: number;
  readonly closeReason?: CloseReason;
  /** See {@link OpenRequest.client}. */
  readonly client?: string;
}

/** A session that is over, remembered for a minute, so that a second DELETE is a 404. */
export interface EndedSession {
  readonly id: string;
  readonly endpointId: string;
  readonly kind: SessionKind;
  readonly credential: string | undefined;
  readonly reason: CloseReason;
}

/** A session by its id, with the credential that opened it. */
export type FoundSession =
  | {
      readonly live: true;
      readonly snapshot: SessionSnapshot;
      readonly credential: string | undefined;
    }
  | { readonly live: false; readonly ended: EndedSession };

/** What happens in the gateway, for logs, metrics and applications. */
export type GatewayEvent =
  | {
      readonly type: 'session-state';
      readonly session: SessionSnapshot;
      readonly from: SessionState;
    }
  | { readonly type: 'session-restarted'; readonly session: SessionSnapshot }
  | {
      readonly type: 'session-closed';
      readonly session: SessionSnapshot;
      readonly reason: CloseReason;
      /** The media server's own words, or those of whoever ended it, if there were any. */
      readonly detail?: string;
    }
  | { readonly type: 'quirk'; readonly quirk: QuirkId; readonly endpointId: string }
  | {
      /** The media server reports many lost packets. */
      readonly type: 'session-slow-link';
      readonly session: SessionSnapshot;
      readonly packetsLost: number;
    }
  | {
      /** The backend says something of the session that an operator should know. */
      readonly type: 'session-noted';
      readonly session: SessionSnapshot;
      /** A stable name; a later note on the same topic replaces this one. */
      readonly topic: string;
      /** A sentence. */
      readonly text: string;
    }
  | {
      /** The backend's answer misses a rule that is only counted (S-16). */
      readonly type: 'answer-rule-missed';
      readonly session: SessionSnapshot;
      /** Id in docs/checklist.md. */
      readonly rule: string;
    };

export type GatewayListener = (event: GatewayEvent) => void;
