import type { CheckedOffer, IceCandidate } from '@whipway/core';
import type { types } from 'mediasoup';

/** Hash functions mediasoup can check a certificate with. */
const ALGORITHMS = ['sha-256', 'sha-384', 'sha-512', 'sha-224', 'sha-1'] as const;

/**
 * The peer's DTLS role for each `a=setup` it may offer (RFC 8842, section 5.1). We are passive where
 * there is a choice: clients that can only be active exist, and every mediasoup client is.
 */
const PEER_ROLES: Readonly<Record<CheckedOffer['setup'], types.DtlsRole>> = {
  actpass: 'client',
  active: 'client',
  passive: 'server',
};

/** What `transport.connect` needs to know of the offerer. */
export function remoteDtls({ setup, fingerprints }: CheckedOffer): types.DtlsParameters {
  return {
    role: PEER_ROLES[setup],
    fingerprints: fingerprints.flatMap(({ algorithm, value }) => {
      const known = ALGORITHMS.find((name) => name === algorithm);
      return known ? [{ algorithm: known, value }] : [];
    }),
  };
}

/** Our part of `a=setup`. */
export function localSetup({ setup }: CheckedOffer): 'active' | 'passive' {
  return PEER_ROLES[setup] === 'server' ? 'active' : 'passive';
}

/** mediasoup's candidate as the core knows candidates. */
export function toCandidate(candidate: types.IceCandidate): IceCandidate {
  const { foundation, priority, address, port, protocol, type, tcpType } = candidate;
  const words = [foundation, 1, protocol, priority, address, port, 'typ', type];
  return {
    text: [...words, ...(tcpType ? ['tcptype', tcpType] : [])].join(' '),
    foundation,
    component: 1,
    transport: protocol,
    priority,
    address,
    port,
    type,
    ...(tcpType && { tcpType }),
  };
}
