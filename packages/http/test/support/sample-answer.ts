import type { CheckedOffer, IceCandidate, IceCredentials } from '@whipway/core';

const FINGERPRINT =
  'sha-256 11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00';
const MID_EXTENSION = 'urn:ietf:params:rtp-hdrext:sdes:mid';

export const SAMPLE_CANDIDATE: IceCandidate = {
  text: '1 1 udp 2130706431 127.0.0.1 40000 typ host',
  foundation: '1',
  component: 1,
  transport: 'udp',
  priority: 2130706431,
  address: '127.0.0.1',
  port: 40000,
  type: 'host',
};

/** A complete answer to any checked offer: everything is accepted, one bundled transport. */
export function sampleAnswer(offer: CheckedOffer, ice: IceCredentials): string {
  const direction = offer.profile === 'publish' ? 'recvonly' : 'sendonly';
  const setup = offer.setup === 'passive' ? 'active' : 'passive';
  const sections = offer.media.flatMap(({ kind, mid, codecs, extensions, rids }) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${mid}`,
    `a=${direction}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${ice.ufrag}`,
    `a=ice-pwd:${ice.pwd}`,
    `a=fingerprint:${FINGERPRINT}`,
    `a=setup:${setup}`,
    ...extensions
      .filter(({ uri }) => uri === MID_EXTENSION)
      .map(({ id }) => `a=extmap:${id} ${MID_EXTENSION}`),
    ...codecs.map(
      ({ payloadType, name, clockRate, channels }) =>
        `a=rtpmap:${payloadType} ${name}/${clockRate}${channels ? `/${channels}` : ''}`,
    ),
    ...codecs
      .filter(({ parameters }) => parameters !== '')
      .map(({ payloadType, parameters }) => `a=fmtp:${payloadType} ${parameters}`),
    ...rids.map(({ rid }) => `a=rid:${rid} recv`),
    ...(rids.length > 0 ? [`a=simulcast:recv ${rids.map(({ rid }) => rid).join(';')}`] : []),
    ...(mid === offer.bundleTag
      ? [`a=candidate:${SAMPLE_CANDIDATE.text}`, 'a=end-of-candidates']
      : []),
  ]);
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${offer.media.map(({ mid }) => mid).join(' ')}`,
    ...sections,
    '',
  ].join('\r\n');
}

/** A server's own offer for a player (WHEP counter-offer). */
export const SAMPLE_COUNTER_OFFER = [
  'v=0',
  'o=- 2 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=sendonly',
  'a=rtcp-mux',
  'a=ice-ufrag:srvr',
  'a=ice-pwd:0123456789abcdefghijklmn',
  `a=fingerprint:${FINGERPRINT}`,
  'a=setup:actpass',
  'a=rtpmap:96 VP8/90000',
  `a=candidate:${SAMPLE_CANDIDATE.text}`,
  'a=end-of-candidates',
  '',
].join('\r\n');
