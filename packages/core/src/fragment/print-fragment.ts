import { joinLines } from '../sdp/sdp-text.js';
import type { IceFragment } from './ice-fragment.js';

/** What a restart body repeats from the answer (S-94). */
export interface FragmentFrame {
  /** Session-level lines: `a=ice-lite`, `a=ice-options:…`, `a=group:BUNDLE …`. */
  readonly session: readonly string[];
  /** The tagged section's m= line. */
  readonly mediaLine: string;
}

/** Prints a fragment as the body of a 200 (RFC 9725, section 4.3.3, figure 5). */
export function printFragment(fragment: IceFragment, frame: FragmentFrame): string {
  return joinLines([
    ...frame.session,
    frame.mediaLine,
    `a=mid:${fragment.mid}`,
    `a=ice-ufrag:${fragment.ufrag}`,
    `a=ice-pwd:${fragment.pwd}`,
    ...fragment.candidates.map(({ text }) => `a=candidate:${text}`),
    ...(fragment.endOfCandidates ? ['a=end-of-candidates'] : []),
  ]);
}
