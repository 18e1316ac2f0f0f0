import type { CheckedOffer, OfferedMedia } from '../../src/index.js';

const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const ROLES = { actpass: 'passive', active: 'passive', passive: 'active' } as const;

/** A plain, complete answer to an offer, as a well-behaved media server would give. */
export function answerText(
  offer: CheckedOffer,
  ice = { ufrag: 'srv0', pwd: 'p'.repeat(24) },
): string {
  const lines = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${offer.media.map(({ mid }) => mid).join(' ')}`,
    'a=ice-options:trickle ice2',
    ...offer.media.flatMap((media) => section(media, offer, ice)),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function section(
  media: OfferedMedia,
  offer: CheckedOffer,
  ice: { ufrag: string; pwd: string },
): string[] {
  const [codec] = media.codecs;
  const mid = media.extensions.find(({ uri }) => uri.endsWith('sdes:mid'));
  return [
    `m=${media.kind} 9 UDP/TLS/RTP/SAVPF ${codec?.payloadType ?? 0}`,
    'c=IN IP4 0.0.0.0',
    `a=mid:${media.mid}`,
    offer.profile === 'publish' ? 'a=recvonly' : 'a=sendonly',
    `a=ice-ufrag:${ice.ufrag}`,
    `a=ice-pwd:${ice.pwd}`,
    `a=fingerprint:${FINGERPRINT}`,
    `a=setup:${ROLES[offer.setup]}`,
    'a=rtcp-mux',
    `a=rtpmap:${codec?.payloadType} ${codec?.name}/${codec?.clockRate}`,
    ...(mid ? [`a=extmap:${mid.id} ${mid.uri}`] : []),
    ...media.rids.map(({ rid }) => `a=rid:${rid} recv`),
    ...(media.rids.length > 0
      ? [`a=simulcast:recv ${media.rids.map(({ rid }) => rid).join(';')}`]
      : []),
    'a=candidate:1 1 udp 2130706431 127.0.0.1 40000 typ host',
    'a=end-of-candidates',
  ];
}
