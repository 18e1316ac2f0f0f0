import { Candidate, candidateFoundation, candidatePriority, StunOverTurnProtocol } from 'werift';
import type { TurnAllocation } from './turn-allocation.js';

/** Relays by UDP first, then in the order of their servers (RFC 8445, section 5.1.2.1). */
const PREFERENCE = { udp: 300, tcp: 200, tls: 100 } as const;

/** Where and when a relay was got. */
export interface RelayOrigin {
  /** The server's, without user and password. */
  readonly url: string;
  /** Of the server, in the order in which they were given. */
  readonly index: number;
  readonly generation: number | undefined;
  readonly ufrag: string;
}

/** Carries the candidate of a relayed address, which is given back with it. */
export function relayProtocol(
  allocation: TurnAllocation,
  { url, index, generation, ufrag }: RelayOrigin,
): StunOverTurnProtocol {
  const protocol = new StunOverTurnProtocol(allocation.turn);
  const close = protocol.close.bind(protocol);
  protocol.close = async () => {
    await allocation.close();
    await close();
  };
  const { relayedAddress, mappedAddress } = allocation.turn;
  protocol.localCandidate = new Candidate(
    // Relays of other servers fail on their own (RFC 8445, section 5.1.1.3).
    candidateFoundation('relay', 'udp', `${relayedAddress[0]} ${url}`),
    1,
    'udp',
    candidatePriority('relay', {
      localPreference: PREFERENCE[allocation.transport] - Math.min(index, 99),
    }),
    ...relayedAddress,
    'relay',
    ...mappedAddress,
    undefined,
    generation,
    ufrag,
  );
  return protocol;
}
