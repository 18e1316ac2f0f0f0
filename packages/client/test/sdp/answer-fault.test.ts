import { describe, expect, it } from '@jest/globals';
import { answerFault } from '../../src/sdp/answer-fault.js';
import { sampleAnswer, sampleOffer, sdp } from '../support/sample-sdp.js';

const offer = sampleOffer({ generation: 0, direction: 'sendonly', kinds: ['audio', 'video'] });
const answer = sampleAnswer(offer);

describe('an answer', () => {
  it('that fits has no fault', () => {
    expect(answerFault(offer, answer)).toBeUndefined();
  });

  it('may have its transport at session level (S-24)', () => {
    const transport = ['ice-ufrag', 'ice-pwd', 'fingerprint'];
    const lines = answer.split('\r\n').filter(Boolean);
    const moved = lines.filter((line) => transport.some((name) => line.startsWith(`a=${name}:`)));
    const rest = lines.filter((line) => !moved.includes(line));
    expect(
      answerFault(offer, sdp([...rest.slice(0, 5), ...moved.slice(0, 3), ...rest.slice(5)])),
    ).toBeUndefined();
  });

  it('may look like the one of RFC 9725, figure 2 (C-34)', () => {
    const shaped = answer
      .replace('m=video 9', 'm=video 0')
      .replace('a=mid:1', 'a=mid:1\r\na=bundle-only\r\na=rtcp:9 IN IP4 0.0.0.0');
    expect(answerFault(offer, shaped)).toBeUndefined();
  });

  // biome-ignore format: one case a line
  it.each([
    ['no SDP',            'hello',                                                'no SDP'],
    ['nothing',           '',                                                     'no SDP'],
    ['one section',       answer.split('m=video')[0] ?? '',                       'has audio UDP/TLS/RTP/SAVPF, the'],
    ['sections swapped',  answer.replace('m=audio', 'm=x').replace('m=video', 'm=audio').replace('m=x', 'm=video'), 'has video UDP'],
    ['another protocol',  answer.replace(/(m=video 9) \S+/, '$1 RTP/AVP'),        'video RTP/AVP'],
    ['no ufrag',          answer.replace(/a=ice-ufrag.*\r\n/g, ''),               'ice-ufrag'],
    ['no pwd',            answer.replace(/a=ice-pwd.*\r\n/g, ''),                 'ice-pwd'],
    ['no fingerprint',    answer.replace(/a=fingerprint.*\r\n/g, ''),             'fingerprint'],
  ])('with %s has a fault that says so (C-33)', (_, text, words) => {
    expect(answerFault(offer, text)).toContain(words);
  });
});
