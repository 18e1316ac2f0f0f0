import { readFingerprint } from '../sdp/fingerprint.js';
import { credentialsFault } from '../sdp/ice-credentials.js';
import { MAX_CANDIDATES, readCandidate } from '../sdp/read-candidate.js';
import { attributes } from '../sdp/sdp-text.js';
import { type OfferRule, refuse } from './offer-rule.js';

/** Checks of single lines: whatever breaks one is a 400. */
export const SYNTAX_RULES: readonly OfferRule[] = [
  {
    id: 'S-24',
    check({ sections, session }) {
      for (const lines of [session, ...sections.map((section) => section.lines)]) {
        const [ufrag] = attributes(lines, 'ice-ufrag');
        const [pwd] = attributes(lines, 'ice-pwd');
        if (ufrag === undefined && pwd === undefined) continue;
        const fault = credentialsFault({ ufrag: ufrag ?? '', pwd: pwd ?? '' });
        if (fault) refuse('offer-malformed', this.id, `${fault}.`);
      }
    },
  },
  {
    id: 'S-24',
    check({ sections, session }) {
      const lines = [session, ...sections.map((section) => section.lines)].flat();
      for (const value of attributes(lines, 'fingerprint')) {
        if (!readFingerprint(value))
          refuse('offer-malformed', this.id, 'An a=fingerprint line is malformed.');
      }
    },
  },
  {
    id: 'R-02',
    check({ sections, session }, tolerance) {
      const lines = [session, ...sections.map((section) => section.lines)].flat();
      if (attributes(lines, 'ice-options').some((value) => value.includes(',')))
        tolerance.allow('ice-options-comma', 'a=ice-options holds a comma; separate with spaces.');
    },
  },
  {
    id: 'S-123',
    check({ sections }) {
      const lines = sections.flatMap((section) => section.lines);
      const candidates = attributes(lines, 'candidate');
      if (candidates.length > MAX_CANDIDATES)
        refuse('body-too-large', this.id, `More than ${MAX_CANDIDATES} candidates.`);
      for (const value of candidates) {
        const read = readCandidate(value);
        if ('fault' in read)
          refuse('offer-malformed', 'S-06', `A candidate cannot be read: ${read.fault}.`);
      }
    },
  },
];
