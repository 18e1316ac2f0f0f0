import type { IceCandidate, IceCredentials } from '@whipway/core';
import { parse, type SessionDescription } from 'sdp-transform';

/** What a section of an answer is refused by. */
export interface RefusedSection {
  readonly kind: string;
  readonly mid: string;
}

/** Port 0, or the direction. */
const REFUSAL = /^(?:m=\w+ 0 |a=inactive)/m;

/**
 * The sections that Janus answered with “no”: it answers the rest as if nothing was the matter,
 * while WHIP wants the whole POST refused (S-20).
 */
export function refusedSections(sdp: string): readonly RefusedSection[] {
  // Nearly every answer is sound, and parsing it would cost more than all else here.
  if (!REFUSAL.test(sdp)) return [];
  return parse(sdp)
    .media.filter(({ port, direction }) => port === 0 || direction === 'inactive')
    .map(({ type, mid }) => ({ kind: type, mid: String(mid ?? '') }));
}

/** False: a Janus with `full_trickle`, whose candidates follow as events. */
export function hasCandidates(sdp: string): boolean {
  return /^a=candidate:/m.test(sdp);
}

/** The SDP with the candidates in its first section, the one that carries the transport (S-10). */
export function withCandidates(sdp: string, candidates: readonly string[]): string {
  const [session = '', first = '', ...others] = sdp.split(/^(?=m=)/m);
  const lines = [...candidates.map((text) => `a=${text}`), 'a=end-of-candidates', ''];
  return [session, first, lines.join('\r\n'), ...others].join('');
}

/** Janus' side of the ICE transport. */
export interface AnsweredTransport extends IceCredentials {
  readonly candidates: readonly IceCandidate[];
}

/** Reads it from the first section: Janus repeats it in the others. */
export function answeredTransport(sdp: string): AnsweredTransport {
  const description = parse(sdp);
  const [first] = description.media;
  const [, text = ''] = sdp.split(/^(?=m=)/m);
  const lines = [...text.matchAll(/^a=candidate:(.*?)\r?$/gm)].map(([, line = '']) => line);
  return {
    ufrag: String(first?.iceUfrag ?? description.iceUfrag ?? ''),
    pwd: String(first?.icePwd ?? description.icePwd ?? ''),
    candidates: lines.flatMap((line, index) => {
      const parsed = first?.candidates?.[index];
      return parsed ? iceCandidate(line, parsed) : [];
    }),
  };
}

type ParsedCandidate = NonNullable<SessionDescription['media'][number]['candidates']>[number];

function iceCandidate(text: string, parsed: ParsedCandidate): IceCandidate {
  const { foundation, component, transport, priority, ip, port, type, tcptype } = parsed;
  return {
    text,
    foundation: String(foundation),
    component,
    transport: transport.toLowerCase(),
    priority: Number(priority),
    address: ip,
    port,
    type,
    ...(tcptype ? { tcpType: tcptype } : {}),
  };
}
