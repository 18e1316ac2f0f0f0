import { randomBytes } from 'node:crypto';
import { parse, type SessionDescription } from 'sdp-transform';

export interface Credentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export function freshCredentials(): Credentials {
  return { ufrag: randomBytes(4).toString('hex'), pwd: randomBytes(18).toString('base64') };
}

export const CANDIDATE = '1 1 udp 2130706431 192.0.2.7 41353 typ host';
const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16)).join(':');
const CODECS = ['opus', 'vp8', 'h264'];

type Section = SessionDescription['media'][number];

/**
 * The answer of a WHIP server that follows RFC 9725, section 4.2.
 *
 * @returns undefined when it shares no codec with the offer
 */
export function answerFor(sdp: string, local: Credentials): string | undefined {
  const offer = parse(sdp);
  const mids = offer.media.map(({ mid }) => mid).join(' ');
  const head = ['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=-', 't=0 0', `a=group:BUNDLE ${mids}`];
  const sections = offer.media.map((section) => answerSection(section, offer, local));
  if (sections.includes(undefined)) return undefined;
  return [...head, ...sections.flatMap((lines) => lines ?? []), ''].join('\r\n');
}

function answerSection(
  section: Section,
  session: SessionDescription,
  { ufrag, pwd }: Credentials,
): readonly string[] | undefined {
  const found = section.rtp.find(({ codec }) => CODECS.includes(codec.toLowerCase()));
  if (!found) return undefined;
  const { payload, codec, rate, encoding } = found;
  const rids = (section.rids ?? []).map(({ id }) => id);
  const setup = section.setup ?? session.setup;
  return [
    `m=${section.type} 9 UDP/TLS/RTP/SAVPF ${payload}`,
    'c=IN IP4 192.0.2.7',
    'a=recvonly',
    `a=mid:${section.mid}`,
    'a=rtcp-mux',
    'a=rtcp-mux-only',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    `a=setup:${setup === 'active' ? 'passive' : 'active'}`,
    `a=rtpmap:${payload} ${codec}/${rate}${encoding ? `/${encoding}` : ''}`,
    ...rids.map((rid) => `a=rid:${rid} recv`),
    ...(rids.length > 0 ? [`a=simulcast:recv ${rids.join(';')}`] : []),
    `a=candidate:${CANDIDATE}`,
    'a=end-of-candidates',
  ];
}
