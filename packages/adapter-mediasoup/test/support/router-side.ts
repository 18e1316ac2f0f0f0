import { type CheckedOffer, checkOffer } from '@whipway/core';
import * as ortc from 'mediasoup/ortc';
import type { RouterSide } from '../../src/sdp/codec-match.js';
import { ROUTER_CODECS } from '../../src/sdp/router-codecs.js';
import type { AnsweringTransport } from '../../src/sdp/write-answer.js';

/** What a publication's router takes, without a worker. */
export const ROUTER: RouterSide = {
  ortc,
  capabilities: ortc.generateRouterRtpCapabilities([...ROUTER_CODECS]),
};

/** A transport as `createWebRtcTransport` describes it. */
export const TRANSPORT: AnsweringTransport = {
  iceParameters: {
    usernameFragment: 'serverufrag',
    password: 'serverpasswordserverpassword',
    iceLite: true,
  },
  iceCandidates: (['udp', 'tcp'] as const).map((protocol, index) => ({
    foundation: `${protocol}candidate`,
    priority: 1_076_302_079 - index,
    ip: '192.0.2.1',
    address: '192.0.2.1',
    protocol,
    port: 40_000 + index,
    type: 'host',
    ...(protocol === 'tcp' && { tcpType: 'passive' as const }),
  })),
  dtlsParameters: {
    role: 'auto',
    fingerprints: [
      { algorithm: 'sha-1', value: '00:11' },
      { algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'ab').join(':') },
    ],
  },
};

export function published(text: string): CheckedOffer {
  return checkOffer(text, { profile: 'publish' });
}

export function watched(text: string): CheckedOffer {
  return checkOffer(text, { profile: 'watch' });
}
