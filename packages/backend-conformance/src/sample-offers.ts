import { randomBytes } from 'node:crypto';
import { type CheckedOffer, checkOffer, type OfferProfile } from '@whipway/core';

/** SDP offers for the tests that need no peer behind them. Each call gives fresh ICE credentials. */
export interface SampleOffers {
  /** Audio and video to publish. */
  publish(): string;
  /** The same with three rid layers of video. */
  simulcast(): string;
  /** Audio and video to watch. */
  watch(): string;
  /** Video only, in a codec nobody has. */
  unusable(): string;
}

export const SAMPLE_OFFERS: SampleOffers = {
  publish: () => offerText('sendonly', [audio('sendonly'), video('sendonly')]),
  simulcast: () =>
    offerText('sendonly', [audio('sendonly'), [...video('sendonly'), ...SIMULCAST_LINES]]),
  watch: () => offerText('recvonly', [audio('recvonly'), video('recvonly')]),
  unusable: () => offerText('sendonly', [unheardOf()]),
};

/** The rid layers of {@link SampleOffers.simulcast}. */
export const SAMPLE_RIDS = ['h', 'm', 'l'] as const;

/** What the core would hand to the backend for this text. */
export function checked(text: string, profile: OfferProfile = 'publish'): CheckedOffer {
  return checkOffer(text, { profile });
}

/** ICE credentials as a browser makes them. */
export function freshCredentials(): { readonly ufrag: string; readonly pwd: string } {
  return { ufrag: randomBytes(6).toString('hex'), pwd: randomBytes(18).toString('hex') };
}

type Direction = 'sendonly' | 'recvonly';

const SIMULCAST_LINES = [
  'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  ...SAMPLE_RIDS.map((rid) => `a=rid:${rid} send`),
  `a=simulcast:send ${SAMPLE_RIDS.join(';')}`,
];

function offerText(direction: Direction, sections: readonly (readonly string[])[]): string {
  const transport = transportLines();
  const body = sections.flatMap(([mediaLine = '', ...attributes], index) => [
    mediaLine,
    'c=IN IP4 0.0.0.0',
    ...transport,
    `a=mid:${index}`,
    `a=${direction}`,
    ...attributes,
  ]);
  const mids = sections.map((_section, index) => index).join(' ');
  const head = ['v=0', `o=- ${Date.now()} 2 IN IP4 127.0.0.1`, 's=-', 't=0 0'];
  return [...head, `a=group:BUNDLE ${mids}`, 'a=msid-semantic:WMS *', ...body, ''].join('\r\n');
}

function transportLines(): readonly string[] {
  const { ufrag, pwd } = freshCredentials();
  const digest = randomBytes(32).toString('hex').toUpperCase().match(/../g)?.join(':');
  return [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    'a=ice-options:trickle ice2',
    `a=fingerprint:sha-256 ${digest}`,
    'a=setup:actpass',
    'a=rtcp-mux',
    'a=rtcp-mux-only',
    'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  ];
}

function audio(direction: Direction): readonly string[] {
  return [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    ...streamLine(direction, 'microphone'),
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
  ];
}

function video(direction: Direction): readonly string[] {
  return [
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103',
    ...streamLine(direction, 'camera'),
    ...videoCodec(96, 97, 'VP8'),
    ...videoCodec(102, 103, 'H264'),
    'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  ];
}

function unheardOf(): readonly string[] {
  return [
    'm=video 9 UDP/TLS/RTP/SAVPF 120',
    ...streamLine('sendonly', 'camera'),
    'a=rtpmap:120 x-unheard-of/90000',
  ];
}

function videoCodec(payloadType: number, retransmission: number, name: string): readonly string[] {
  return [
    `a=rtpmap:${payloadType} ${name}/90000`,
    `a=rtcp-fb:${payloadType} nack`,
    `a=rtcp-fb:${payloadType} nack pli`,
    `a=rtpmap:${retransmission} rtx/90000`,
    `a=fmtp:${retransmission} apt=${payloadType}`,
  ];
}

function streamLine(direction: Direction, track: string): readonly string[] {
  return direction === 'sendonly' ? [`a=msid:kit-stream ${track}`] : [];
}
