import type {
  Candidate,
  CandidatePair,
  Connection,
  Message,
  RTCDtlsTransport,
  RTCIceTransport,
  RTCPeerConnection,
  RTCRtpReceiver,
  SrtpSession,
  TurnProtocol,
} from 'werift';

/**
 * What werift 0.24.4 (pinned) declares private and this package needs, in one place: its ICE agent
 * neither pairs relay candidates that come late nor tells of a silent network, and its sender
 * reports tell the time of sending instead of the encoder's.
 */
export interface ConnectionParts {
  /** Those of all generations; a restart leaves the old ones in use. */
  readonly protocols: Protocol[];
  readonly consentFresh: boolean;
  /** Called when ICE is connected, also after the end. */
  queryConsent: () => void;
  /** Begins gathering of all candidates; waited for are the promises. */
  getCandidatePromises(addresses: readonly string[], timeout: number): Promise<unknown>[];
  ensureProtocol(protocol: Protocol): void;
  appendLocalCandidate(candidate: Candidate): void;
  pairLocalProtocol(protocol: Protocol): void;
  buildRequest(request: {
    readonly nominate: boolean;
    readonly localUsername: string;
    readonly remoteUsername: string;
    readonly iceControlling: boolean;
    readonly localCandidate: Candidate;
  }): Message;
}

/** What carries a candidate: a socket of its own, or an allocation on a TURN server. */
export type Protocol = CandidatePair['protocol'];

interface Socket {
  on(name: 'error', listener: (error: Error) => void): unknown;
}

/** Undefined for what has no socket of its own. */
export function socketOf(protocol: Protocol): Socket | undefined {
  return (protocol as { readonly transport?: { readonly socket?: Socket } }).transport?.socket;
}

interface TurnParts {
  /** Called once there is an allocation, with its lifetime in seconds. */
  refresh: (lifetime: number) => void;
  handleSTUNMessage: (data: Buffer, from: readonly [string, number]) => void;
}

export function turnParts(turn: TurnProtocol): TurnParts {
  return turn as never;
}

/** Its answer counts without a signature, too. */
export function takeUnsigned(transaction: TurnProtocol['transactions'][string]): void {
  (transaction as { integrityKey?: Buffer | undefined }).integrityKey = undefined;
}

/**
 * Ends a handshake that is going on: werift sends its part again for half a minute, whether or not
 * there is still a socket.
 */
export function endHandshake(dtls: RTCDtlsTransport): void {
  const handshake = dtls as { readonly dtls?: { readonly dtls: { flight: number } } };
  if (handshake.dtls) handshake.dtls.dtls.flight = Number.POSITIVE_INFINITY;
}

export function connectionParts(connection: unknown): ConnectionParts {
  return connection as ConnectionParts;
}

/** The class behind the interface that werift declares. */
export function connectionOf(ice: RTCIceTransport): Connection {
  return ice.connection as Connection;
}

/** The session's keys; there once DTLS is connected. */
export function srtpOf(dtls: { readonly srtp: SrtpSession }): SrtpSession | undefined {
  return dtls.srtp;
}

/** Where packets of an SSRC go that the answer did not name. */
export function routerOf(peer: RTCPeerConnection): {
  readonly ssrcTable: Readonly<Record<number, unknown>>;
  registerRtpReceiver(receiver: RTCRtpReceiver, ssrc: number): void;
  routeRtp(packet: unknown): void;
} {
  return (peer as unknown as { router: ReturnType<typeof routerOf> }).router;
}

/** The pair in use; undefined before the first nomination and during a restart. */
export function selectedPair(connection: Connection): CandidatePair | undefined {
  return connection.nominated;
}
