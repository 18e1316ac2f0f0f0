import type { CheckedOffer } from '@whipway/core';

/**
 * The offer as this gateway, now itself a WHIP client, sends it on. Two things are said that clients
 * leave out: `a=rtcp-mux-only`, as RFC 9725, section 4.4.1 demands (C-04), and `a=sendonly` where a
 * section has no direction of its own (C-03; Galene 1.1 answers such an offer with no section at
 * all). Candidates are whatever the client had; nothing is waited for.
 */
export function upstreamOffer({ text }: CheckedOffer): string {
  const [session = '', ...sections] = text.split(/^(?=m=)/m);
  return [session, ...sections.map(completed)].join('');
}

const DIRECTION = /^a=(sendonly|sendrecv|recvonly|inactive)$/;

function completed(section: string): string {
  const lines = section.split(/\r?\n/).filter(Boolean);
  // X2: a bundle-only section may leave rtcp-mux to the tagged one.
  const muxed = !lines.includes('a=rtcp-mux') || lines.includes('a=rtcp-mux-only');
  const directed = lines.some((line) => DIRECTION.test(line));
  const added = [...(muxed ? [] : ['a=rtcp-mux-only']), ...(directed ? [] : ['a=sendonly'])];
  return [...lines, ...added, ''].join('\r\n');
}
