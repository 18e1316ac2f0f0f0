import type { DraftSection, OfferDraft } from './offer-draft.js';
import { taggedSection } from './offer-draft.js';
import { type OfferRule, refuse } from './offer-rule.js';

/** Checks of the one bundled transport: a 422. */
export const TRANSPORT_RULES: readonly OfferRule[] = [
  {
    id: 'S-12',
    check({ tracks, bundle }) {
      // One section alone is one transport, whatever the group line says.
      for (const section of tracks) {
        if (section.mid === undefined && tracks.length > 1)
          refuse('offer-unsupported', this.id, `${section.name} has no a=mid.`);
        if (tracks.length > 1 && !bundle.includes(section.mid ?? ''))
          refuse('offer-unsupported', this.id, `${section.name} is not in the BUNDLE group.`);
      }
    },
  },
  {
    id: 'R-13',
    check({ sections, bundle }, tolerance) {
      if (bundle.some((mid) => !sections.some((section) => section.mid === mid)))
        tolerance.allow('bundle-mid-unknown', 'The BUNDLE group names a mid the offer has not.');
    },
  },
  {
    id: 'S-13',
    check({ tracks }, tolerance) {
      // RFC 9143, section 7.1.3: a bundle-only section may leave these to the tagged one (X2).
      for (const section of tracks.filter(({ bundleOnly }) => !bundleOnly)) {
        if (section.own('rtcp-mux') === undefined)
          refuse('offer-unsupported', this.id, `${section.name} has no a=rtcp-mux.`);
        if (section.own('rtcp-mux-only') === undefined)
          tolerance.allow('rtcp-mux-only-missing', `${section.name} has no a=rtcp-mux-only.`);
      }
    },
  },
  {
    id: 'S-24',
    check(draft) {
      const tagged = requireTagged(draft);
      for (const name of ['ice-ufrag', 'ice-pwd']) {
        if (tagged.first(name) === undefined)
          refuse('offer-unsupported', this.id, `${tagged.name} has no a=${name}.`);
      }
      if (tagged.first('fingerprint') === undefined)
        refuse('offer-unsupported', this.id, `${tagged.name} has no a=fingerprint (DTLS-SRTP).`);
    },
  },
  {
    id: 'S-22',
    check(draft, tolerance) {
      const tagged = requireTagged(draft);
      const setup = tagged.first('setup');
      if (setup === 'passive')
        // RFC 9725, section 4.4.4: the offer is actpass, or active by a client that is client-only.
        tolerance.allow('setup-passive', 'a=setup:passive is not allowed in an offer.');
      else if (setup !== 'actpass' && setup !== 'active')
        refuse('offer-unsupported', this.id, `a=setup:${setup ?? '(missing)'} cannot be answered.`);
    },
  },
];

function requireTagged(draft: OfferDraft): DraftSection {
  return taggedSection(draft) ?? refuse('offer-unsupported', 'S-18', 'The offer has no section.');
}
