import { describe, expect, it } from '@jest/globals';
import { encodingsOf } from '../../src/sdp/encodings.js';
import { published } from '../support/router-side.js';
import { offerWith, section } from '../support/sample-offer.js';

const VP8 = ['96 97', 'a=rtpmap:96 VP8/90000', 'a=rtpmap:97 rtx/90000', 'a=fmtp:97 apt=96'];
const MID = 'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid';

function encodings(lines: readonly string[], codec: { rtx: unknown } = { rtx: {} }) {
  const { media } = published(offerWith([section('video', '0', [...VP8, ...lines])]));
  const [video] = media;
  if (!video) throw new Error('no section');
  return encodingsOf(video, codec, 'auto');
}

describe('by SSRC', () => {
  it('one stream with its retransmission', () => {
    const lines = ['a=ssrc-group:FID 10 11', 'a=ssrc:10 cname:x', 'a=ssrc:11 cname:x'];
    expect(encodings(lines)).toEqual([{ ssrc: 10, rtx: { ssrc: 11 } }]);
  });

  it('no retransmission SSRC without an agreed rtx format', () => {
    const lines = ['a=ssrc-group:FID 10 11', 'a=ssrc:10 cname:x'];
    expect(encodings(lines, { rtx: undefined })).toEqual([{ ssrc: 10 }]);
  });

  it('the repaired SSRC, even when the other one is listed first', () => {
    const lines = ['a=ssrc:11 cname:x', 'a=ssrc-group:FID 10 11', 'a=ssrc:10 cname:x'];
    expect(encodings(lines)).toEqual([{ ssrc: 10, rtx: { ssrc: 11 } }]);
  });

  it('SSRC simulcast, lowest layer first, each with its retransmission', () => {
    const lines = [
      'a=ssrc-group:SIM 10 20 30',
      'a=ssrc-group:FID 10 11',
      'a=ssrc-group:FID 20 21',
      'a=ssrc-group:FID 30 31',
      ...[10, 11, 20, 21, 30, 31].map((ssrc) => `a=ssrc:${ssrc} cname:x`),
    ];
    expect(encodings(lines)).toEqual(
      [10, 20, 30].map((ssrc) => ({ ssrc, rtx: { ssrc: ssrc + 1 }, scalabilityMode: 'L1T3' })),
    );
  });
});

describe('by rid', () => {
  const rids = ['a=rid:h send', 'a=rid:l send', 'a=simulcast:send h;l'];

  it('lowest layer first', () => {
    expect(encodings(rids)).toEqual([
      { rid: 'l', scalabilityMode: 'L1T3' },
      { rid: 'h', scalabilityMode: 'L1T3' },
    ]);
  });

  it('a=ssrc beside the rids is not used: it does not say which layer is which', () => {
    const both = [...rids, 'a=ssrc:10 cname:x', 'a=ssrc:20 cname:x'];
    expect(encodings(both)).toEqual(encodings(rids));
  });

  it('a single rid is no simulcast', () => {
    expect(encodings(['a=rid:h send', 'a=simulcast:send h'])).toEqual([{ rid: 'h' }]);
  });
});

it('by the mid extension alone, when no SSRC is told', () => {
  expect(encodings([MID])).toEqual([{}]);
});

it('refuses an offer whose packets could not be told, and says so', () => {
  expect(() => encodings([])).toThrow(/no a=ssrc, no rid and no mid header extension/);
});
