import type { BackendSession, Call, MediaReports } from '../backend/media-backend.js';
import type { CounterOffer } from '../backend/playback.js';
import type { CloseReason } from '../close-reasons.js';
import type { GatewayEvent, Timers } from '../gateway/gateway-types.js';
import type { CheckedOffer } from '../offer/checked-offer.js';
import type { Ports } from '../ports.js';
import type { SessionKind } from './session-state.js';

/** What a session is opened with; let go of once the backend has answered. */
export interface SessionOpening {
  readonly offer: CheckedOffer;
  /** Asks the backend, for a publisher or for a viewer. */
  open(label: string, reports: MediaReports, call: Call): Promise<BackendSession | CounterOffer>;
}

/** What a session is made from. */
export interface SessionOptions {
  readonly kind: SessionKind;
  readonly endpointId: string;
  readonly credential: string | undefined;
  /** What the client calls itself. */
  readonly client: string | undefined;
  readonly ports: Ports;
  readonly timers: Timers;
  /** Put `a=rtcp-mux-only` into the answer (X1). */
  readonly rtcpMuxOnly: boolean;
  /** False: the backend reports no media; the answer leads straight to `connected`. */
  readonly mediaReports: boolean;
  announce(event: GatewayEvent): void;
  /** The session is over: forget it, before anybody is told. */
  closed(reason: CloseReason): void;
}
