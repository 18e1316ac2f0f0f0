import type { Address, Candidate, CandidatePair, Connection, StunProtocol } from 'werift';

/**
 * What werift 0.24.4 (pinned) declares private and this package needs, in one place: its ICE agent
 * makes sockets by itself, in no order, without a handler for their errors.
 */
interface ConnectionParts {
  readonly protocols: StunProtocol[];
  localCandidatesStart: boolean;
  ensureProtocol(protocol: StunProtocol): void;
  appendLocalCandidate(candidate: Candidate): void;
  checkComplete(pair: CandidatePair): void;
}

interface StunParts {
  datagramReceived(data: Buffer, from: Address): void;
}

export function connectionParts(connection: Connection): ConnectionParts {
  return connection as unknown as ConnectionParts;
}

export function stunParts(stun: StunProtocol): StunParts {
  return stun as unknown as StunParts;
}
