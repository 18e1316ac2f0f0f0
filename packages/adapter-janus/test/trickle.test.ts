import { describe, expect, it } from '@jest/globals';
import { checkOffer, type IceCandidate, type IceFragment } from '@whipway/core';
import { recordings } from '@whipway/test-rig/fixtures';
import fc from 'fast-check';
import { restartOffer, trickleCandidates } from '../src/trickle.js';
import { offerText } from './support/offer-text.js';

function candidate(component: number, text = 'x'): IceCandidate {
  const base = { foundation: '1', transport: 'udp', priority: 1, port: 9, type: 'host' };
  return { ...base, component, text, address: '192.0.2.1' };
}

function fragment(change: Partial<IceFragment>): IceFragment {
  const credentials = { ufrag: 'abcd', pwd: 'p'.repeat(22) };
  return { mid: '0', ...credentials, candidates: [], endOfCandidates: false, ...change };
}

describe('candidates for Janus', () => {
  it('are all for the first section, whatever the tagged mid is', () => {
    const candidates = [candidate(1, 'one'), candidate(1, 'two')];
    expect(trickleCandidates(fragment({ mid: 'video1', candidates }))).toEqual([
      { sdpMLineIndex: 0, candidate: 'candidate:one' },
      { sdpMLineIndex: 0, candidate: 'candidate:two' },
    ]);
  });

  it('are of component 1 only: others kill the session', () => {
    const candidates = [candidate(0), candidate(1, 'one'), candidate(2)];
    expect(trickleCandidates(fragment({ candidates }))).toHaveLength(1);
  });

  it('end with `completed`', () => {
    expect(trickleCandidates(fragment({ endOfCandidates: true }))).toEqual([{ completed: true }]);
  });
});

const iceChars = fc.constantFrom(...'abcXYZ019+/'.split(''));
const ufrags = fc.string({ unit: iceChars, minLength: 4, maxLength: 16 });
const pwds = fc.string({ unit: iceChars, minLength: 22, maxLength: 40 });

describe('the offer of a restart', () => {
  // Reference bug (c): the old password went into a regular expression unescaped.
  it('has exactly the new credentials, whatever is in the old ones (reference bug c)', () => {
    fc.assert(
      fc.property(ufrags, pwds, ufrags, pwds, (ufrag, pwd, newUfrag, newPwd) => {
        const offer = offerText({ ufrag, pwd });
        const changed = restartOffer(offer, { ufrag: newUfrag, pwd: newPwd });
        const { ice } = checkOffer(changed, { profile: 'publish' });
        expect(ice).toEqual({ ufrag: newUfrag, pwd: newPwd });
        expect(changed.match(/a=ice-pwd:/g)).toHaveLength(2);
      }),
    );
  });

  it.each(recordings())('of $client keeps everything else', ({ offer }) => {
    const before = checkOffer(offer, { profile: 'publish' });
    const ice = { ufrag: 'n+/w', pwd: '$&+'.repeat(8) };
    const after = checkOffer(restartOffer(before.text, ice), { profile: 'publish' });
    const { text: _text, ...rest } = before;
    expect(after).toMatchObject({ ...rest, ice, candidates: [], endOfCandidates: false });
  });
});
