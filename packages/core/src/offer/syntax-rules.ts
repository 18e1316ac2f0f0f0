import { readFingerprint } from '../sdp/fingerprint.js';
import { credentialsFault } from '../sdp/ice-credentials.js';
import { MAX_CANDIDATES, readCandidate } from '../sdp/read-candidate.js';
import { type OfferRule, refuse } from './offer-rule.js';

/** Checks of single lines: whatever breaks one is a 400. */
export const SYNTAX_RULES: readonly OfferRule[] = [
  {
    id: 'S-24',
    check({ parts }) {
      for (const part of parts) {
        const [ufrag] = part.all('ice-ufrag');
        const [pwd] = part.all('ice-pwd');
        if (ufrag === undefined && pwd === undefined) continue;
        const fault = credentialsFault({ ufrag: ufrag ?? '', pwd: pwd ?? '' });
        if (fault) refuse('offer-malformed', this.id, `${fault}.`);
      }
    },
  },
  {
    id: 'S-24',
    check({ parts }) {
      for (const value of parts.flatMap((part) => part.all('fingerprint'))) {
        if (!readFingerprint(value))
          refuse('offer-malformed', this.id, 'An a=fingerprint line is malformed.');
      }
    },
  },
  {
    id: 'R-02',
    check({ parts }, tolerance) {
      const options = parts.flatMap((part) => part.all('ice-options'));
      if (options.some((value) => value.includes(',')))
        tolerance.allow('ice-options-comma', 'a=ice-options holds a comma; separate with spaces.');
    },
  },
  {
    id: 'S-123',
    check({ sections }) {
      const candidates = sections.flatMap(({ attributes }) => attributes.all('candidate'));
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
