import { WhipError } from '../errors/whip-error.js';
import type { IceFragment } from '../fragment/ice-fragment.js';
import type { IceCandidate, IceCredentials } from '../sdp/candidate.js';
import { credentialsFault } from '../sdp/ice-credentials.js';

/**
 * Checks what a backend made of a restart and cuts it to what every client can take.
 *
 * @param before the server's credentials until now: both must have changed (S-92)
 * @param keepAll true for sessions over TCP, which need more than the one UDP candidate
 * @throws WhipError `backend-failed` when it is no new ICE generation
 */
export function acceptRestart(
  fragment: IceFragment,
  before: IceCredentials,
  keepAll: boolean,
): IceFragment {
  const fault = credentialsFault(fragment);
  const unchanged = fragment.ufrag === before.ufrag || fragment.pwd === before.pwd;
  if (fault || unchanged || fragment.candidates.length === 0)
    throw new WhipError('backend-failed', 'The media server’s restart is no new ICE generation.', {
      rule: 'S-92',
    });
  const candidates = keepAll ? fragment.candidates : bestForRestart(fragment.candidates);
  return { ...fragment, candidates, endOfCandidates: true };
}

/**
 * One candidate, the best UDP host one: more than one in a restart answer breaks whip-whep in
 * Firefox (seen on the wire).
 */
function bestForRestart(candidates: readonly IceCandidate[]): readonly IceCandidate[] {
  const hosts = candidates.filter(({ transport, type }) => transport === 'udp' && type === 'host');
  const [best] = [...hosts].sort((one, other) => other.priority - one.priority);
  return best ? [best] : candidates;
}
