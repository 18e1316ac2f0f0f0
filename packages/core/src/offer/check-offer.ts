import type { BackendCapabilities } from '../backend/capabilities.js';
import { Tolerance } from '../quirks/tolerance.js';
import type { CheckedOffer, OfferProfile } from './checked-offer.js';
import { requireCommonCodec } from './codecs.js';
import { describeOffer } from './describe-offer.js';
import { readOfferDraft } from './offer-draft.js';
import type { OfferRule } from './offer-rule.js';
import { SIMULCAST_RULE } from './simulcast-rule.js';
import { SYNTAX_RULES } from './syntax-rules.js';
import { TRACK_RULES } from './track-rules.js';
import { TRANSPORT_RULES } from './transport-rules.js';

export interface OfferCheckOptions {
  readonly profile: OfferProfile;
  /** Default: lenient, nothing counted. */
  readonly tolerance?: Tolerance;
  /** Codecs the backend takes; undefined: not known before it answers. */
  readonly codecs?: BackendCapabilities['codecs'];
}

/** Syntax (400) before meaning (422), so that the worse fault is the one reported (S-46). */
const RULES: readonly OfferRule[] = [
  ...SYNTAX_RULES,
  ...TRACK_RULES,
  ...TRANSPORT_RULES,
  SIMULCAST_RULE,
];

/**
 * Reads and checks an SDP offer (S-06 to S-29).
 *
 * @throws WhipError `offer-malformed` (400) for what is no SDP, `offer-unsupported` (422) for an
 *   offer that breaks a rule of RFC 9725, `codec-unsupported` (422) without a common codec,
 *   `body-too-large` (413) with too many candidates. Never anything else, whatever the text.
 */
export function checkOffer(text: string, options: OfferCheckOptions): CheckedOffer {
  const tolerance = options.tolerance ?? new Tolerance({ bodies: 'lenient', ifMatch: 'lenient' });
  const draft = readOfferDraft(text, options.profile);
  for (const rule of RULES) rule.check(draft, tolerance);
  const offer = describeOffer(draft);
  if (options.codecs) requireCommonCodec(offer.media, options.codecs);
  return offer;
}
