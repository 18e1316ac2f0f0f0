import type { CheckedOffer } from '@whipway/core';

/**
 * The offer as this gateway, now itself a WHIP client, sends it on: with `a=rtcp-mux-only` in every
 * section, as RFC 9725, section 4.4.1 demands and no browser or encoder writes it (C-04). Candidates
 * are whatever the client had; nothing is waited for.
 */
export function upstreamOffer({ text }: CheckedOffer): string {
  const [session = '', ...sections] = text.split(/^(?=m=)/m);
  return [session, ...sections.map(withRtcpMuxOnly)].join('');
}

function withRtcpMuxOnly(section: string): string {
  const lines = section.split(/\r?\n/).filter(Boolean);
  // X2: a bundle-only section may leave both to the tagged one.
  const complete = !lines.includes('a=rtcp-mux') || lines.includes('a=rtcp-mux-only');
  return [...lines, ...(complete ? [] : ['a=rtcp-mux-only']), ''].join('\r\n');
}
