import { randomBytes } from 'node:crypto';
import { parse, type SessionDescription } from 'sdp-transform';
import { CoreError } from './fake-message.js';

export interface Credentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export interface Codecs {
  readonly audio: readonly string[];
  readonly video: readonly string[];
}

/** As Janus makes them, `+` and `/` included. */
export function freshCredentials(): Credentials {
  return {
    ufrag: randomBytes(3).toString('base64'),
    pwd: `+/${randomBytes(15).toString('base64')}`,
  };
}

export const CANDIDATE = '1 1 udp 2015363327 192.0.2.7 41353 typ host';
const FINGERPRINT = Array.from({ length: 32 }, (_, index) => (index + 16).toString(16)).join(':');

/**
 * The answer of Janus 1.1 and 1.4: one codec a section, candidates and credentials in each,
 * no rtcp-mux-only, and a section without common codec switched off as if nothing was the matter.
 */
export function answerFor(
  sdp: string,
  codecs: Codecs,
  local: Credentials,
  gathered: boolean,
): string {
  const offer = readOffer(sdp);
  const alive = offer.media.filter((section) => codecOf(section, codecs));
  const head = [
    'v=0',
    `o=- ${offer.origin?.sessionId ?? 1} 2 IN IP4 192.0.2.7`,
    's=VideoRoom',
    't=0 0',
    `a=group:BUNDLE ${alive.map(({ mid }) => mid).join(' ')}`,
    'a=ice-options:trickle',
    `a=fingerprint:sha-256 ${FINGERPRINT}`,
  ];
  const sections = offer.media.flatMap((section, index) => {
    const codec = codecOf(section, codecs);
    if (!codec) return dead(section);
    return living(section, codec, local, { gathered, index, session: offer });
  });
  return [...head, ...sections, ''].join('\r\n');
}

type Section = SessionDescription['media'][number];
type Codec = Section['rtp'][number];

/** @throws CoreError 465, as Janus for what it cannot read */
export function readOffer(sdp: string): SessionDescription {
  const offer = parse(sdp);
  if (!offer.origin || offer.media.length === 0)
    throw new CoreError(465, 'JSEP error: Missing mandatory lines (o=, s= or m=)');
  const all = [offer, ...offer.media];
  if (!all.some(({ iceUfrag }) => iceUfrag) || !all.some(({ fingerprint }) => fingerprint))
    throw new CoreError(465, 'Error processing SDP');
  return offer;
}

function codecOf(section: Section, codecs: Codecs): Codec | undefined {
  const wanted = section.type === 'audio' ? codecs.audio : codecs.video;
  return wanted
    .map((name) => section.rtp.find(({ codec }) => codec.toLowerCase() === name))
    .find(Boolean);
}

function dead({ type, mid }: Section): readonly string[] {
  return [`m=${type} 0 UDP/TLS/RTP/SAVPF 0`, 'c=IN IP4 192.0.2.7', 'a=inactive', `a=mid:${mid}`];
}

interface Surroundings {
  readonly gathered: boolean;
  readonly index: number;
  readonly session: SessionDescription;
}

function living(
  section: Section,
  { payload, codec, rate, encoding }: Codec,
  local: Credentials,
  { gathered, index, session }: Surroundings,
): readonly string[] {
  const offered = section.setup ?? session.setup;
  const rids = section.rids ?? [];
  return [
    `m=${section.type} 9 UDP/TLS/RTP/SAVPF ${payload}`,
    'c=IN IP4 192.0.2.7',
    'a=recvonly',
    `a=mid:${section.mid}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${local.ufrag}`,
    `a=ice-pwd:${local.pwd}`,
    'a=ice-options:trickle',
    `a=setup:${offered === 'active' ? 'passive' : 'active'}`,
    `a=rtpmap:${payload} ${codec}/${rate}${encoding ? `/${encoding}` : ''}`,
    ...rids.map(({ id }) => `a=rid:${id} recv`),
    ...(rids.length > 0 ? [`a=simulcast:recv ${rids.map(({ id }) => id).join(';')}`] : []),
    `a=msid:janus janus${index}`,
    ...(gathered ? [`a=candidate:${CANDIDATE}`, 'a=end-of-candidates'] : []),
  ];
}
