import type { IceCredentials, IceFragment } from '@whipway/core';
import type { PluginData } from './connection/janus-message.js';

/**
 * A fragment as Janus takes it. Always the first section: Janus ignores candidates of the others in
 * a bundle. Only component 1, for RTCP is multiplexed and libnice asserts on what it does not have.
 */
export function trickleCandidates(fragment: IceFragment): readonly PluginData[] {
  const candidates = fragment.candidates
    .filter(({ component }) => component === 1)
    .map(({ text }) => ({ sdpMLineIndex: 0, candidate: `candidate:${text}` }));
  return fragment.endOfCandidates ? [...candidates, { completed: true }] : candidates;
}

/**
 * The offer of an ICE restart: the first one with the client's new credentials, and without the old
 * candidates. Lines are replaced as a whole, so that no `+` or `/` in a password means anything.
 */
export function restartOffer(offer: string, { ufrag, pwd }: IceCredentials): string {
  const replaced: Readonly<Record<string, string | undefined>> = {
    'a=ice-ufrag': `a=ice-ufrag:${ufrag}`,
    'a=ice-pwd': `a=ice-pwd:${pwd}`,
    'a=candidate': '',
    'a=end-of-candidates': '',
  };
  return offer
    .split(/\r?\n/)
    .map((line) => replaced[line.split(':', 1)[0] ?? ''] ?? line)
    .filter(Boolean)
    .map((line) => `${line}\r\n`)
    .join('');
}
