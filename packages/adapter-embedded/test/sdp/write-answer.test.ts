import { describe, expect, it } from '@jest/globals';
import { acceptAnswer, checkOffer } from '@whipway/core';
import { vectorText } from '@whipway/test-rig/fixtures';
import { parse } from 'sdp-transform';
import { agreeOnPublishing } from '../../src/sdp/agree-on-publishing.js';
import { writeAnswer } from '../../src/sdp/write-answer.js';

const TRANSPORT = {
  ufrag: 'abcd',
  pwd: '0123456789012345678901',
  candidates: ['1 1 udp 2130706431 192.0.2.1 40000 typ host'],
  setup: 'passive',
  fingerprint: { algorithm: 'sha-256', value: new Array(32).fill('AB').join(':') },
} as const;

describe('the answer', () => {
  it.each([
    ['0 1', 0],
    ['1 0', 1],
  ])('to BUNDLE %s puts the tagged section first, and the candidates into it', (group, tagged) => {
    const text = vectorText('OK-O1').replace(
      /^a=group:BUNDLE .*?(\r?)$/m,
      `a=group:BUNDLE ${group}$1`,
    );
    const offer = checkOffer(text, { profile: 'publish' });
    const tracks = agreeOnPublishing(offer).map((agreed) => ({ agreed }));
    const answer = writeAnswer(offer, tracks, TRANSPORT);
    const { groups, media } = parse(answer);
    expect(groups).toEqual([{ type: 'BUNDLE', mids: group }]);
    expect(media.map(({ mid }) => String(mid))).toEqual(['0', '1']);
    expect(media.map(({ candidates = [] }) => candidates.length)).toEqual(tagged ? [0, 1] : [1, 0]);
    expect(() => acceptAnswer(answer, offer, { rtcpMuxOnly: true })).not.toThrow();
  });
});
