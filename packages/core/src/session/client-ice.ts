import { WhipError } from '../errors/whip-error.js';
import type { CheckedOffer } from '../offer/checked-offer.js';
import { readOfferDraft, taggedSection } from '../offer/offer-draft.js';
import { credentialsFault } from '../sdp/ice-credentials.js';
import { hasAttribute } from '../sdp/sdp-text.js';

/** The client's side of the ICE transport, as its first description tells. */
export interface ClientIce
  extends Pick<CheckedOffer, 'ice' | 'candidates' | 'endOfCandidates' | 'bundleTag'> {
  /** Mids of its audio and video sections. */
  readonly mids: readonly string[];
  /** Mids of sections that were refused. */
  readonly droppedMids: readonly string[];
}

export function clientIceOf(offer: CheckedOffer): ClientIce {
  const { ice, candidates, endOfCandidates, bundleTag } = offer;
  const mids = offer.media.map(({ mid }) => mid);
  const droppedMids = offer.droppedSections.flatMap(({ mid }) => mid ?? []);
  return { ice, candidates, endOfCandidates, bundleTag, mids, droppedMids };
}

/**
 * Reads the client's answer to a counter-offer (WHEP draft-03, section 4.2).
 *
 * @throws WhipError `offer-malformed` when it is no SDP or has no ICE credentials
 */
export function readClientAnswer(text: string): ClientIce {
  const draft = readOfferDraft(text, 'watch');
  const tagged = taggedSection(draft);
  const ice = { ufrag: tagged?.first('ice-ufrag') ?? '', pwd: tagged?.first('ice-pwd') ?? '' };
  const fault = tagged ? credentialsFault(ice) : 'The answer has no section';
  if (!tagged || fault) throw new WhipError('offer-malformed', `${fault}.`);
  return {
    ice,
    candidates: [],
    endOfCandidates: hasAttribute(tagged.lines, 'end-of-candidates'),
    bundleTag: tagged.mid ?? '',
    mids: draft.tracks.flatMap(({ mid }) => mid ?? []),
    droppedMids: [],
  };
}
