import { randomBytes } from 'node:crypto';
import { parse, type SessionDescription } from 'sdp-transform';

export interface Credentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export function freshCredentials(): Credentials {
  const letters = (count: number) => randomBytes(count).toString('hex').slice(0, count);
  return { ufrag: letters(16), pwd: letters(32) };
}

const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16)).join(':');
/** Each candidate twice, for both components. */
const CANDIDATES = [1, 2].map(
  (component) => `a=candidate:17 ${component} udp 2130706431 192.0.2.7 41353 typ host`,
);
const CODECS = ['opus', 'vp8'];

type Section = SessionDescription['media'][number];

/**
 * Galene’s answer: active, recvonly, candidates in the first section only, no rtcp-mux-only, no
 * ice-options, no MID extension for audio; a section without a direction or codec is not there.
 *
 * @returns undefined for what Galene cannot read
 */
export function answerFor(sdp: string, local: Credentials): string | undefined {
  const offer = parse(sdp);
  const levels = [offer, ...offer.media];
  const usable =
    levels.some(({ iceUfrag }) => iceUfrag) && levels.some((level) => level.fingerprint);
  if (!sdp.startsWith('v=0') || offer.media.length === 0 || !usable) return undefined;
  const sections = offer.media.filter(({ direction }) => direction);
  const mids = sections.map(({ mid }) => mid).join(' ');
  const head = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', `a=group:BUNDLE ${mids}`];
  const body = sections.flatMap((section, index) => answerSection(section, offer, local, index));
  return [...head, ...body, ''].join('\r\n');
}

function answerSection(
  section: Section,
  session: SessionDescription,
  { ufrag, pwd }: Credentials,
  index: number,
): readonly string[] {
  const found = section.rtp.filter(({ codec }) => CODECS.includes(codec.toLowerCase()));
  const payloads = found.map(({ payload }) => payload).join(' ');
  if (found.length === 0) return [`m=${section.type} 0 UDP/TLS/RTP/SAVPF 0`, 'c=IN IP4 0.0.0.0'];
  const rids = (section.rids ?? []).map(({ id }) => id);
  const setup = section.setup ?? session.setup;
  return [
    `m=${section.type} 9 UDP/TLS/RTP/SAVPF ${payloads}`,
    'c=IN IP4 0.0.0.0',
    `a=setup:${setup === 'active' ? 'passive' : 'active'}`,
    `a=mid:${section.mid}`,
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    'a=rtcp-mux',
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
    ...found.map(({ payload, codec, rate }) => `a=rtpmap:${payload} ${codec}/${rate}`),
    section.direction === 'recvonly' ? 'a=sendonly' : 'a=recvonly',
    ...rids.map((rid) => `a=rid:${rid} recv`),
    ...(rids.length > 0 ? [`a=simulcast:recv ${rids.join(';')}`] : []),
    ...(index === 0 ? [...CANDIDATES, 'a=end-of-candidates'] : []),
  ];
}

/** The body of a restart: every section, no group, no ice-options, no end-of-candidates. */
export function restartBody({ ufrag, pwd }: Credentials): string {
  const section = (kind: string, mid: number) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF 0`,
    `a=mid:${mid}`,
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    ...(mid === 0 ? CANDIDATES : []),
  ];
  return [...section('audio', 0), ...section('video', 1), ''].join('\r\n');
}
