import type { OfferedRid } from './checked-offer.js';
import type { DraftSection } from './offer-draft.js';
import { type OfferRule, refuse } from './offer-rule.js';

/** S-27: every rid of a=simulcast is defined by an a=rid of the same direction (RFC 8853, 5.2). */
export const SIMULCAST_RULE: OfferRule = {
  id: 'S-27',
  check({ tracks }) {
    for (const section of tracks) {
      const defined = new Set(sendRids(section).map(({ rid }) => rid));
      const missing = simulcastIds(section).find((rid) => !defined.has(rid));
      if (missing !== undefined)
        refuse(
          'offer-unsupported',
          this.id,
          `a=simulcast names rid ${missing}, which has no a=rid.`,
        );
    }
  },
};

/** The layers a section offers to send, in the order of its a=simulcast line. */
export function offeredRids(section: DraftSection): readonly OfferedRid[] {
  const defined = sendRids(section);
  return simulcastIds(section).flatMap((id) => defined.find(({ rid }) => rid === id) ?? []);
}

function sendRids(section: DraftSection): readonly OfferedRid[] {
  return section.attributes.all('rid').flatMap((value) => {
    const [rid = '', direction, restrictions = ''] = value.split(' ');
    return direction === 'send' ? [{ rid, restrictions }] : [];
  });
}

function simulcastIds(section: DraftSection): readonly string[] {
  const lines = section.attributes.all('simulcast');
  // RFC 8853, section 5.1: more than one line makes all of them void.
  if (lines.length !== 1) return [];
  const words = (lines[0] ?? '').split(' ');
  const send = words[words.indexOf('send') + 1] ?? '';
  if (!words.includes('send')) return [];
  return send.split(/[;,]/).flatMap((id) => id.replace(/^~/, '') || []);
}
