import { describe, expect, it } from '@jest/globals';
import { checkOffer, Tolerance } from '@whipway/core';
import { readAnswer } from '../src/answer-facts.js';
import { hostCandidate, restartFragment, trickleFragment } from '../src/sample-fragments.js';
import {
  checked,
  publishOffer,
  SAMPLE_RIDS,
  simulcastOffer,
  unusableOffer,
  watchOffer,
} from '../src/sample-offers.js';
import { answerFor } from './reference/reference-answer.js';

const STRICT = new Tolerance({ bodies: 'strict', ifMatch: 'strict' });

describe('the kit’s offers', () => {
  it.each([
    ['publish', publishOffer()],
    ['active', publishOffer({ setup: 'active' })],
    ['sendrecv', publishOffer({ direction: 'sendrecv' })],
    ['no direction', publishOffer({ direction: undefined })],
    ['audio', publishOffer({ kinds: ['audio'] })],
    ['video', publishOffer({ kinds: ['video'] })],
    ['simulcast', simulcastOffer()],
    ['unusable', unusableOffer()],
  ])('pass the strict core: %s', (_name, text) => {
    expect(() => checkOffer(text, { profile: 'publish', tolerance: STRICT })).not.toThrow();
  });

  it('vary as asked', () => {
    expect(checked(publishOffer({ setup: 'passive' })).setup).toBe('passive');
    expect(checked(publishOffer({ kinds: ['video'] })).media.map(({ kind }) => kind)).toEqual([
      'video',
    ]);
    expect(publishOffer({ direction: undefined })).not.toMatch(/a=send|a=recv/);
    expect(checked(simulcastOffer()).media[1]?.rids.map(({ rid }) => rid)).toEqual([
      ...SAMPLE_RIDS,
    ]);
  });

  it('make a player’s offer', () => {
    const offer = checkOffer(watchOffer(), { profile: 'watch', tolerance: STRICT });
    expect(offer.media.map(({ direction }) => direction)).toEqual(['recvonly', 'recvonly']);
  });

  it('have credentials of their own', () => {
    expect(checked(publishOffer()).ice).not.toEqual(checked(publishOffer()).ice);
  });
});

describe('the kit’s fragments', () => {
  const offer = checked(publishOffer());

  it('trickle with the offer’s credentials, or end', () => {
    const candidates = [hostCandidate(), hostCandidate('tcp', 2)];
    const fragment = trickleFragment(offer, candidates);
    expect(fragment).toMatchObject({ ...offer.ice, mid: '0', candidates, endOfCandidates: false });
    expect(trickleFragment(offer, []).endOfCandidates).toBe(true);
    expect(candidates[1]).toMatchObject({ transport: 'tcp', tcpType: 'active' });
  });

  it('restart with new ones', () => {
    const { ufrag, pwd, candidates } = restartFragment(offer);
    expect(ufrag).not.toBe(offer.ice.ufrag);
    expect(pwd).not.toBe(offer.ice.pwd);
    expect(candidates).toHaveLength(1);
  });
});

describe('reading an answer', () => {
  it('finds what the kit asks for, whatever looks like a number', () => {
    const offer = checked(simulcastOffer());
    const facts = readAnswer(answerFor(offer, { ufrag: '12345678', pwd: '1'.repeat(24) }));
    expect(facts).toMatchObject({ ufrag: '12345678', pwd: '1'.repeat(24), candidates: 2 });
    expect(facts.sections).toMatchObject([
      { kind: 'audio', mid: '0', direction: 'recvonly', rids: [], simulcast: undefined },
      { kind: 'video', mid: '1', rids: ['h', 'm', 'l'], simulcast: 'recv h;m;l' },
    ]);
  });

  it('takes credentials of the session level', () => {
    const text =
      'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=ice-ufrag:top1\r\na=ice-pwd:top2\r\n';
    expect(readAnswer(text)).toMatchObject({
      ufrag: 'top1',
      pwd: 'top2',
      sections: [],
      candidates: 0,
    });
  });
});
