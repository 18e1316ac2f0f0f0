import { randomBytes } from 'node:crypto';
import { type CheckedOffer, checkOffer, type OfferProfile } from '@whipway/core';

/** How an offer may differ from the usual one: actpass, sendonly, audio and video. */
export interface OfferVariation {
  readonly setup?: CheckedOffer['setup'];
  /** Undefined: the sections say no direction, which means sendrecv. */
  readonly direction?: 'sendonly' | 'sendrecv' | undefined;
  readonly kinds?: readonly ('audio' | 'video')[];
}

/** The rid layers of {@link simulcastOffer}. */
export const SAMPLE_RIDS = ['h', 'm', 'l'] as const;

/** A WHIP client's SDP: Opus, VP8 and H264, no candidates, fresh ICE credentials at each call. */
export function publishOffer(variation: OfferVariation = {}): string {
  const { setup = 'actpass', kinds = ['audio', 'video'] } = variation;
  const direction = 'direction' in variation ? variation.direction : 'sendonly';
  return offerText(
    setup,
    direction,
    kinds.map((kind) => [...SECTIONS[kind], 'a=msid:kit -']),
  );
}

/** The same with three rid layers of video (RFC 8853). */
export function simulcastOffer(): string {
  return offerText('actpass', 'sendonly', [
    [...SECTIONS.audio, 'a=msid:kit -'],
    [...SECTIONS.video, 'a=msid:kit -', ...SIMULCAST],
  ]);
}

/** A WHEP player's SDP. */
export function watchOffer(): string {
  return offerText('actpass', 'recvonly', [SECTIONS.audio, SECTIONS.video]);
}

/** Video only, in a codec nobody has. */
export function unusableOffer(): string {
  const section = [
    'm=video 9 UDP/TLS/RTP/SAVPF 120',
    'a=msid:kit -',
    'a=rtpmap:120 x-unheard-of/90000',
  ];
  return offerText('actpass', 'sendonly', [section]);
}

/** What the core hands to a backend for this text. */
export function checked(text: string, profile: OfferProfile = 'publish'): CheckedOffer {
  return checkOffer(text, { profile });
}

/** ICE credentials as a browser makes them. */
export function freshCredentials(): { readonly ufrag: string; readonly pwd: string } {
  return { ufrag: randomBytes(6).toString('hex'), pwd: randomBytes(18).toString('hex') };
}

/** The media line and what belongs to the codecs. */
const SECTIONS = {
  audio: [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=rtpmap:111 opus/48000/2',
    'a=fmtp:111 minptime=10;useinbandfec=1',
  ],
  video: [
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103',
    ...videoCodec(96, 97, 'VP8'),
    ...videoCodec(102, 103, 'H264'),
    'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  ],
} as const;

const SIMULCAST = [
  'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  ...SAMPLE_RIDS.map((rid) => `a=rid:${rid} send`),
  `a=simulcast:send ${SAMPLE_RIDS.join(';')}`,
];

function videoCodec(payloadType: number, retransmission: number, name: string): readonly string[] {
  return [
    `a=rtpmap:${payloadType} ${name}/90000`,
    `a=rtcp-fb:${payloadType} nack`,
    `a=rtcp-fb:${payloadType} nack pli`,
    `a=rtpmap:${retransmission} rtx/90000`,
    `a=fmtp:${retransmission} apt=${payloadType}`,
  ];
}

function offerText(
  setup: string,
  direction: string | undefined,
  sections: readonly (readonly string[])[],
): string {
  const transport = transportLines(setup);
  const body = sections.flatMap(([mediaLine = '', ...attributes], index) => [
    mediaLine,
    'c=IN IP4 0.0.0.0',
    ...transport,
    `a=mid:${index}`,
    ...(direction ? [`a=${direction}`] : []),
    ...attributes,
  ]);
  const mids = sections.map((_section, index) => index).join(' ');
  const origin = `o=- ${Date.now()} 2 IN IP4 127.0.0.1`;
  const head = ['v=0', origin, 's=-', 't=0 0', `a=group:BUNDLE ${mids}`];
  return [...head, ...body, ''].join('\r\n');
}

function transportLines(setup: string): readonly string[] {
  const { ufrag, pwd } = freshCredentials();
  const digest = randomBytes(32).toString('hex').toUpperCase().match(/../g)?.join(':');
  return [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    'a=ice-options:trickle ice2',
    `a=fingerprint:sha-256 ${digest}`,
    `a=setup:${setup}`,
    'a=rtcp-mux',
    'a=rtcp-mux-only',
    'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
  ];
}
