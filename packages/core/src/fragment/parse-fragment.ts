import { WhipError } from '../errors/whip-error.js';
import type { Tolerance } from '../quirks/tolerance.js';
import type { IceCandidate, IceCredentials } from '../sdp/candidate.js';
import { credentialsFault } from '../sdp/ice-credentials.js';
import { candidateKey, isUsable, MAX_CANDIDATES, readCandidate } from '../sdp/read-candidate.js';
import { type FragmentSection, readFragmentSections } from './fragment-sections.js';
import type { IceFragment } from './ice-fragment.js';

export interface FragmentContext {
  /** The mids of the offer's audio and video sections. */
  readonly mids: readonly string[];
  /** Mids of sections that were answered with port 0: what is said of them is ignored. */
  readonly droppedMids?: readonly string[];
  /** The offerer-tagged mid. */
  readonly tag: string;
  readonly tolerance: Tolerance;
}

/**
 * Reads an `application/trickle-ice-sdpfrag` body (RFC 8840, section 9; S-80 to S-89).
 *
 * Credentials may stand at either level; the content of the pseudo m= lines is ignored; unknown
 * attributes are ignored. All sections share one transport, so candidates of every known mid count.
 *
 * @throws WhipError `fragment-malformed` (400), `fragment-unsupported` (422) for a mid that is not
 *   in the offer, `body-too-large` (413) for too many candidates. Never anything else.
 */
export function parseFragment(text: string, context: FragmentContext): IceFragment {
  const dropped = new Set<string | undefined>(context.droppedMids);
  const all = readFragmentSections(text, context.tolerance);
  const sections = all.filter(({ mid }) => mid === undefined || !dropped.has(mid));
  requireKnownMids(sections, context);
  return {
    mid: context.tag,
    ...requireCredentials(sections, context.tag),
    candidates: readCandidates(sections, context.tolerance),
    endOfCandidates: sections.some(({ endOfCandidates }) => endOfCandidates),
  };
}

function requireKnownMids(sections: readonly FragmentSection[], context: FragmentContext): void {
  for (const { mid } of sections) {
    if (mid !== undefined && !context.mids.includes(mid))
      throw new WhipError('fragment-unsupported', 'The fragment names a mid the offer has not.', {
        rule: 'S-87',
      });
  }
}

/** The tagged section's credentials, else the session's, else those of any section. */
function requireCredentials(sections: readonly FragmentSection[], tag: string): IceCredentials {
  for (const { ufrag, pwd } of sections) {
    if ((ufrag === undefined) !== (pwd === undefined))
      throw new WhipError('fragment-malformed', 'a=ice-ufrag and a=ice-pwd go together.', {
        rule: 'S-87',
      });
  }
  const holders = sections.filter(({ ufrag }) => ufrag !== undefined);
  const chosen = holders.find(({ mid }) => mid === tag) ?? holders[0];
  if (!chosen)
    throw new WhipError('fragment-malformed', 'The fragment has no ICE credentials.', {
      rule: 'S-87',
    });
  const credentials = { ufrag: chosen.ufrag ?? '', pwd: chosen.pwd ?? '' };
  const fault = credentialsFault(credentials);
  if (fault) throw new WhipError('fragment-malformed', `${fault}.`, { rule: 'S-81' });
  return credentials;
}

function readCandidates(
  sections: readonly FragmentSection[],
  tolerance: Tolerance,
): readonly IceCandidate[] {
  const values = sections.flatMap(({ candidates }) => candidates);
  if (values.length > MAX_CANDIDATES)
    throw new WhipError('body-too-large', `More than ${MAX_CANDIDATES} candidates.`, {
      rule: 'S-123',
    });
  const byKey = new Map<string, IceCandidate>();
  for (const value of values) {
    const candidate = readOne(value, tolerance);
    const key = candidateKey(candidate);
    // RFC 8840, section 4.4: senders repeat, receivers drop what they know (S-87).
    if (isUsable(candidate) && !byKey.has(key)) byKey.set(key, candidate);
  }
  return [...byKey.values()];
}

function readOne(value: string, tolerance: Tolerance): IceCandidate {
  const read = readCandidate(value);
  if ('fault' in read)
    throw new WhipError('fragment-malformed', `A candidate cannot be read: ${read.fault}.`, {
      rule: 'S-81',
    });
  if (read.componentZero) tolerance.allow('component-zero', 'A candidate has component 0.');
  if (read.relatedAddressMissing)
    // RFC 8839, section 5.1: raddr and rport MUST be present; they are diagnostic only.
    tolerance.allow('related-address-missing', 'A candidate has no raddr and rport.');
  return read.candidate;
}
