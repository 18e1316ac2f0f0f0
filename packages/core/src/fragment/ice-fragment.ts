import type { IceCandidate, IceCredentials } from '../sdp/candidate.js';

/**
 * What an `application/trickle-ice-sdpfrag` body says (RFC 8840, section 9), reduced to what a
 * bundled session needs: one transport, named by the offerer-tagged mid.
 *
 * From a client it holds only candidates a backend can use: unknown transports, host names,
 * duplicates and anything after end-of-candidates are gone.
 */
export interface IceFragment extends IceCredentials {
  /** The offerer-tagged mid: the first one of the offer's BUNDLE group that was accepted. */
  readonly mid: string;
  /** In the order they were sent. Empty when the fragment only restarts or only ends. */
  readonly candidates: readonly IceCandidate[];
  /** True: this generation will bring no more candidates (RFC 8838, section 13). */
  readonly endOfCandidates: boolean;
}
