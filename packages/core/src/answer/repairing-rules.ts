import type { AnswerDraft, AnswerSection } from './answer-draft.js';
import { type AnswerRule, unusable } from './answer-rule.js';

const DIRECTIONS = { publish: 'recvonly', watch: 'sendonly' } as const;
const OPPOSITE = { publish: 'sendonly', watch: 'recvonly' } as const;
const MID_EXTENSION = 'urn:ietf:params:rtp-hdrext:sdes:mid';

function eachSection(apply: (section: AnswerSection, draft: AnswerDraft) => void) {
  return (draft: AnswerDraft): void => {
    for (const section of draft.sections) apply(section, draft);
  };
}

/** What the core puts right, once for every backend; applied after the refusing rules. */
export const REPAIRING_RULES: readonly AnswerRule[] = [
  {
    id: 'S-07',
    does: 'repair',
    apply: eachSection((section, { offer: { profile } }) => {
      if (section.direction === OPPOSITE[profile])
        unusable('S-07', `${section.name} is ${section.direction}`);
      for (const direction of ['sendrecv', 'sendonly', 'recvonly']) section.remove(direction);
      // RFC 9725, section 4.2: the answer's m= sections MUST be recvonly. WHEP: sendonly.
      section.add(DIRECTIONS[profile]);
    }),
  },
  {
    id: 'S-12',
    does: 'repair',
    apply(draft) {
      draft.removeFromSession('group', (value) => !value.startsWith('BUNDLE'));
      const all = draft.sections.map(({ mid }) => mid);
      const tag = draft.tagged?.mid ?? '';
      // RFC 9143, section 7.3.2: the first mid is the tagged one, whose section has the transport.
      const mids = [tag, ...all.filter((mid) => mid !== tag)].join(' ');
      // A single section without a mid is a group of its own.
      if (mids) draft.session.push(`a=group:BUNDLE ${mids}`);
    },
  },
  {
    id: 'S-13',
    does: 'repair',
    apply: eachSection((section) => section.ensure('rtcp-mux')),
  },
  {
    id: 'S-14',
    does: 'repair',
    apply(draft, { rtcpMuxOnly }) {
      for (const section of draft.sections) {
        section.remove('rtcp-mux-only');
        // RFC 9725, section 4.4.1: MUST be in each bundled section (X1: RFC 8858 disagrees).
        if (rtcpMuxOnly) section.add('rtcp-mux-only');
      }
    },
  },
  {
    id: 'S-15',
    does: 'repair',
    apply: eachSection((section) => {
      // RFC 9143, section 7.3: the BUNDLE address:port stands in every section (X2).
      section.remove('bundle-only');
      section.remove('rtcp');
      if (section.port === 0) section.port = 9;
    }),
  },
  {
    id: 'S-25',
    does: 'repair',
    apply(draft) {
      const offered = new Set(draft.offer.iceOptions);
      const values = [
        ...draft.sections.flatMap((section) => draft.effective(section, 'ice-options')),
      ].flatMap((value) => value.split(/[ ,]+/));
      const options = [...new Set(values)].filter((option) => offered.has(option));
      draft.removeFromSession('ice-options');
      for (const section of draft.sections) section.remove('ice-options');
      if (options.length > 0) draft.session.push(`a=ice-options:${options.join(' ')}`);
    },
  },
  {
    id: 'S-10',
    does: 'repair',
    apply: eachSection((section) => {
      if (!section.has('candidate')) return;
      section.remove('end-of-candidates');
      section.add('end-of-candidates');
    }),
  },
  {
    id: 'S-16',
    does: 'count',
    misses({ sections, offer }) {
      return sections.some((section, index) => {
        const offered = offer.media[index]?.extensions.some(({ uri }) => uri === MID_EXTENSION);
        const answered = section.all('extmap').some((value) => value.includes(MID_EXTENSION));
        return offered === true && !answered;
      });
    },
  },
];
