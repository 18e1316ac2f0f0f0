import type { CheckedOffer, IceCandidate, IceCredentials, IceFragment } from '@whipway/core';
import { freshCredentials } from './sample-offers.js';

/** A host candidate on the discard port of this machine: well-formed, and nobody is there. */
export function hostCandidate(transport: 'udp' | 'tcp' = 'udp', index = 1): IceCandidate {
  const priority = 2_122_260_223 - index;
  const base = { foundation: `${index}`, component: 1, transport, priority, type: 'host' };
  const address = '127.0.0.1';
  const port = 9;
  const start = `${index} 1 ${transport} ${priority} ${address} ${port} typ host`;
  return transport === 'tcp'
    ? { ...base, address, port, text: `${start} tcptype active`, tcpType: 'active' }
    : { ...base, address, port, text: start };
}

/** A trickle PATCH for the session that `offer` opened. */
export function trickleFragment(
  offer: CheckedOffer,
  candidates: readonly IceCandidate[],
  credentials: IceCredentials = offer.ice,
): IceFragment {
  return {
    mid: offer.bundleTag,
    ufrag: credentials.ufrag,
    pwd: credentials.pwd,
    candidates,
    endOfCandidates: candidates.length === 0,
  };
}

/** A restart PATCH: fresh credentials and one candidate. */
export function restartFragment(offer: CheckedOffer): IceFragment {
  return {
    mid: offer.bundleTag,
    ...freshCredentials(),
    candidates: [hostCandidate()],
    endOfCandidates: false,
  };
}
