import { describe, expect, it } from '@jest/globals';
import { fragmentFrame, printFragment } from '../../src/sdp/ice-fragment.js';
import { pwdOf, sampleOffer, ufragOf } from '../support/sample-sdp.js';

const shape = { generation: 3, direction: 'sendonly', kinds: ['audio', 'video'] };

function frameOf(sdp: string) {
  const frame = fragmentFrame(sdp);
  if (!frame) throw new Error('no frame');
  return frame;
}

describe('a fragment', () => {
  it('has its credentials where the offer has them (C-12)', () => {
    const content = {
      candidates: ['candidate:1 1 udp 1 192.0.2.1 9 typ host'],
      endOfCandidates: true,
    };
    const media = printFragment(frameOf(sampleOffer(shape)), content);
    const session = printFragment(frameOf(sampleOffer({ ...shape, sessionLevel: true })), content);
    const head = [`a=ice-ufrag:${ufragOf(3)}`, `a=ice-pwd:${pwdOf(3)}`];
    const tail = ['a=candidate:1 1 udp 1 192.0.2.1 9 typ host', 'a=end-of-candidates', ''];
    const section = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0'];
    expect(media.split('\r\n')).toEqual(['a=group:BUNDLE 0 1', ...section, ...head, ...tail]);
    expect(session.split('\r\n')).toEqual(['a=group:BUNDLE 0 1', ...head, ...section, ...tail]);
  });

  it('is about the section that the bundle names first (C-12)', () => {
    const swapped = sampleOffer(shape).replace('BUNDLE 0 1', 'BUNDLE 1 0');
    expect(frameOf(swapped)).toMatchObject({
      mid: '1',
      mediaLine: 'm=video 9 UDP/TLS/RTP/SAVPF 96',
    });
  });

  it('is about the first section without a bundle', () => {
    const single = sampleOffer({ ...shape, kinds: ['video'] }).replace(/a=group.*\r\n/, '');
    const frame = frameOf(single);
    expect(frame).toMatchObject({ mid: '0', bundle: undefined });
    expect(printFragment(frame, { candidates: [], endOfCandidates: true })).not.toContain('group');
  });

  it('repeats ice-options only in a restart (C-19)', () => {
    const content = { candidates: [], endOfCandidates: false };
    const frame = frameOf(sampleOffer(shape));
    expect(printFragment(frame, content)).not.toContain('ice-options');
    expect(printFragment(frame, { ...content, restart: true })).toMatch(
      /^a=ice-options:trickle\r\n/,
    );
  });

  it('cannot be made from SDP without credentials', () => {
    expect(fragmentFrame('')).toBeUndefined();
    expect(fragmentFrame(sampleOffer(shape).replace(/a=ice-pwd.*\r\n/g, ''))).toBeUndefined();
  });
});
