import type {
  Candidate,
  CandidatePair,
  Connection,
  Message,
  RTCIceTransport,
  RTCPeerConnection,
  RTCRtpReceiver,
  SrtpSession,
} from 'werift';

/**
 * What werift 0.24.4 (pinned) declares private and this package needs, in one place: its ICE agent
 * neither pairs relay candidates that come late nor tells of a silent network, and its sender
 * reports tell the time of sending instead of the encoder's.
 */
interface ConnectionParts {
  readonly protocols: readonly ProtocolParts[];
  readonly consentFresh: boolean;
  pairLocalProtocol(protocol: ProtocolParts): void;
  buildRequest(request: {
    readonly nominate: boolean;
    readonly localUsername: string;
    readonly remoteUsername: string;
    readonly iceControlling: boolean;
    readonly localCandidate: Candidate;
  }): Message;
}

/** A socket of the ICE agent; one on a TURN server has another socket below it. */
interface ProtocolParts {
  readonly localCandidate?: Candidate;
  readonly transport?: TransportParts;
  readonly turn?: { readonly transport?: TransportParts };
}

interface TransportParts {
  readonly socket?: SocketParts;
}

export interface SocketParts {
  on(name: 'error', listener: (error: Error) => void): unknown;
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
