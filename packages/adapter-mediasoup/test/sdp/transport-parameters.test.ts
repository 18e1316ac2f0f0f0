import { expect, it } from '@jest/globals';
import { localSetup, remoteDtls, toCandidate } from '../../src/sdp/transport-parameters.js';
import { published, TRANSPORT } from '../support/router-side.js';
import { OPUS, offerWith, section } from '../support/sample-offer.js';

const offer = (setup: string) => published(offerWith([section('audio', '0', OPUS)], setup));

it.each([
  ['actpass', 'client', 'passive'],
  ['active', 'client', 'passive'],
  ['passive', 'server', 'active'],
])('offered %s: the peer is the DTLS %s and we are %s (S-22)', (setup, role, ours) => {
  expect(remoteDtls(offer(setup)).role).toBe(role);
  expect(localSetup(offer(setup))).toBe(ours);
});

it('passes on the fingerprints mediasoup can check', () => {
  const several = offerWith([section('audio', '0', OPUS)]).replace(
    /(a=fingerprint:sha-256 \S+)/,
    '$1\r\na=fingerprint:x-own 0A:0B',
  );
  expect(remoteDtls(published(several)).fingerprints).toEqual([
    { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '0A').join(':') },
  ]);
});

it('writes candidates as the core reads them', () => {
  expect(TRANSPORT.iceCandidates.map(toCandidate)).toMatchObject([
    { transport: 'udp', text: 'udpcandidate 1 udp 1076302079 192.0.2.1 40000 typ host' },
    {
      transport: 'tcp',
      tcpType: 'passive',
      text: 'tcpcandidate 1 tcp 1076302078 192.0.2.1 40001 typ host tcptype passive',
    },
  ]);
});
