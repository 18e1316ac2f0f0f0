import type { CheckedOffer, IceCredentials, OfferedMedia } from '@whipway/core';

const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16)).join(':');

/** The answer to any checked offer: the first codec of each section, one candidate, all layers. */
export function answerFor(offer: CheckedOffer, local: IceCredentials): string {
  const mids = offer.media.map(({ mid }) => mid).join(' ');
  const head = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `a=group:BUNDLE ${mids}`];
  const direction = offer.profile === 'publish' ? 'recvonly' : 'sendonly';
  const setup = offer.setup === 'passive' ? 'active' : 'passive';
  const sections = offer.media.flatMap((media) => section(media, direction, setup, local));
  return [...head, ...sections, ''].join('\r\n');
}

function section(
  media: OfferedMedia,
  direction: string,
  setup: string,
  local: IceCredentials,
): readonly string[] {
  const [codec] = media.codecs;
  const rids = media.rids.map(({ rid }) => rid);
  return [
    `m=${media.kind} 9 UDP/TLS/RTP/SAVPF ${codec?.payloadType}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${media.mid}`,
    `a=${direction}`,
    `a=rtpmap:${codec?.payloadType} ${codec?.name}/${codec?.clockRate}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${local.ufrag}`,
    `a=ice-pwd:${local.pwd}`,
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    `a=setup:${setup}`,
    'a=candidate:1 1 udp 2122260223 127.0.0.1 9 typ host',
    'a=end-of-candidates',
    ...rids.map((rid) => `a=rid:${rid} recv`),
    ...(rids.length > 0 ? [`a=simulcast:recv ${rids.join(';')}`] : []),
  ];
}
