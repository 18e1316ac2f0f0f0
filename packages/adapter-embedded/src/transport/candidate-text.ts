import type { IceCandidate } from '@whipway/core';
import { Candidate } from 'werift';

/** The value of an `a=candidate:` line, as RFC 8839, section 5.1 writes it. */
function candidateText(candidate: Candidate, address: string): string {
  const { foundation, component, transport, priority, port, type } = candidate;
  const related = candidate.relatedAddress
    ? ` raddr ${candidate.relatedAddress} rport ${candidate.relatedPort ?? 0}`
    : '';
  return `${foundation} ${component} ${transport} ${priority} ${address} ${port} typ ${type}${related}`;
}

/**
 * A candidate of the client for werift. The words behind the type stay away from it: browsers count
 * their restarts in `generation`, every {@link IceGeneration} of ours begins at 0, and werift
 * nominates no pair whose number differs.
 */
export function fromIceCandidate(candidate: IceCandidate): Candidate {
  const { foundation, component, transport, priority, address, port, type } = candidate;
  return new Candidate(foundation, component, transport, priority, address, port, type);
}

/**
 * A candidate of ours for the client.
 *
 * @param announced the address to tell in place of the real one (1:1 NAT)
 */
export function toIceCandidate(candidate: Candidate, announced?: string): IceCandidate {
  const { foundation, component, transport, priority, port, type } = candidate;
  const address = announced ?? candidate.host;
  const text = candidateText(candidate, address);
  return { text, foundation, component, transport, priority, address, port, type };
}
