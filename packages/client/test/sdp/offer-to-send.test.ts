import { describe, expect, it } from '@jest/globals';
import { offerToSend } from '../../src/sdp/offer-to-send.js';
import { sampleOffer, sdp } from '../support/sample-sdp.js';

const offer = sampleOffer({ generation: 0, direction: 'sendonly', kinds: ['audio', 'video'] });

describe('the offer that is sent', () => {
  it('has rtcp-mux-only right after every rtcp-mux, once (C-04)', () => {
    const sent = offerToSend(offer);
    expect(sent.match(/a=rtcp-mux\r\na=rtcp-mux-only\r\n/g)).toHaveLength(2);
    expect(offerToSend(sent)).toBe(sent);
  });

  it('leaves bundle-only sections alone (X2)', () => {
    const bundleOnly = offer
      .replace('m=video 9', 'm=video 0')
      .replace('a=mid:1', 'a=mid:1\r\na=bundle-only');
    expect(offerToSend(bundleOnly).match(/rtcp-mux-only/g)).toHaveLength(1);
  });

  it('has one msid per section with the same stream id (C-05)', () => {
    const odd = offer
      .replace('a=mid:0', 'a=mid:0\r\na=msid:x a1\r\na=msid:y a1')
      .replace('a=mid:1', 'a=mid:1\r\na=msid:- v1');
    const lines = offerToSend(odd, { streamId: 'one' }).match(/^a=msid:.*$/gm);
    expect(lines?.map((line) => line.trim())).toEqual(['a=msid:one a1', 'a=msid:one v1']);
  });

  it('gets an msid where there is none (C-05)', () => {
    const lines = offerToSend(offer, { streamId: 'one' }).match(/^a=msid:one one-\d\r$/gm);
    expect(lines).toHaveLength(2);
  });

  it('ends the candidates of the first section when it is complete (C-08)', () => {
    const [, first, second] = offerToSend(offer, { complete: true }).split(/^(?=m=)/m);
    expect(first).toContain('a=end-of-candidates\r\n');
    expect(second).not.toContain('a=end-of-candidates');
  });

  it('reads bare line feeds and writes CRLF (RFC 8866, section 5)', () => {
    expect(offerToSend(offer.replaceAll('\r\n', '\n'))).toBe(offerToSend(offer));
    expect(offerToSend(sdp(['v=0', 's=-']))).toBe('v=0\r\ns=-\r\n');
  });
});
