import type { CheckedOffer, IceFragment } from '@whipway/core';

/**
 * The body of a PATCH (RFC 8840, section 9; C-12): `a=group`, credentials at the level the offer had
 * them, and only the offerer-tagged section, `a=mid` right behind its m= line.
 */
export function fragmentText(offer: CheckedOffer, fragment: IceFragment): string {
  const [session = '', ...sections] = offer.text.split(/^(?=m=)/m);
  const group = /^a=group:BUNDLE .*$/m.exec(session)?.[0].trim();
  const tagged = sections.find((section) => midOf(section) === fragment.mid) ?? sections[0] ?? '';
  const mediaLine = /^m=.*$/m.exec(tagged)?.[0].trim() ?? 'm=audio 9 UDP/TLS/RTP/SAVPF 0';
  const credentials = [`a=ice-ufrag:${fragment.ufrag}`, `a=ice-pwd:${fragment.pwd}`];
  const atSession = /^a=ice-ufrag:/m.test(session);
  const lines = [
    ...(group === undefined ? [] : [group]),
    ...(atSession ? credentials : []),
    mediaLine,
    ...(fragment.mid === '' ? [] : [`a=mid:${fragment.mid}`]),
    ...(atSession ? [] : credentials),
    ...fragment.candidates.map(({ text }) => `a=candidate:${text}`),
    ...(fragment.endOfCandidates ? ['a=end-of-candidates'] : []),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function midOf(section: string): string | undefined {
  return /^a=mid:(.*)$/m.exec(section)?.[1]?.trim();
}
