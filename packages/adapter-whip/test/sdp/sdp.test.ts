import { describe, expect, it } from '@jest/globals';
import { checkOffer } from '@whipway/core';
import { recordings } from '@whipway/test-rig/fixtures';
import { offerText } from '@whipway/test-rig/offer-text';
import { parse } from 'sdp-transform';
import { fragmentText } from '../../src/sdp/fragment-text.js';
import { readRestartAnswer } from '../../src/sdp/restart-answer.js';
import { upstreamOffer } from '../../src/sdp/upstream-offer.js';

describe('the offer that goes on', () => {
  it.each(recordings().map(({ client, offer }) => [client, offer]))(
    'of %s is the client’s, with rtcp-mux-only beside every rtcp-mux (C-04)',
    (_client, recorded) => {
      const offer = checkOffer(recorded, { profile: 'publish' });
      const text = upstreamOffer(offer);
      const added = text.split('\r\n').filter((line) => line === 'a=rtcp-mux-only');
      const [, ...sections] = text.split(/^(?=m=)/m);
      for (const section of sections)
        expect(section.includes('a=rtcp-mux-only')).toBe(section.includes('a=rtcp-mux\r\n'));
      expect(added.length).toBeGreaterThan(0);
      const without = (sdp: string) =>
        sdp.split(/\r?\n/).filter((line) => line && line !== 'a=rtcp-mux-only');
      expect(without(text)).toEqual(without(offer.text));
      expect(checkOffer(text, { profile: 'publish' }).media).toEqual(offer.media);
    },
  );

  it('says sendonly where a section says nothing', () => {
    const silent = offerText().replace('a=sendonly\r\n', '');
    const text = upstreamOffer(checkOffer(silent, { profile: 'publish' }));
    expect(parse(text).media.map(({ direction }) => direction)).toEqual(['sendonly', 'sendonly']);
  });

  it('is left alone when it is complete', () => {
    const text = upstreamOffer(checkOffer(offerText(), { profile: 'publish' }));
    expect(upstreamOffer(checkOffer(text, { profile: 'publish' }))).toBe(text);
  });
});

describe('the fragment that goes on', () => {
  const fragment = {
    ufrag: 'abcd',
    pwd: 'a-password-of-22-chars',
    candidates: [],
    endOfCandidates: true,
  };

  it('names group, section, mid and credentials in RFC 8840’s order', () => {
    const offer = checkOffer(offerText(), { profile: 'publish' });
    expect(fragmentText(offer, { mid: '0', ...fragment }).split('\r\n')).toEqual([
      'a=group:BUNDLE 0 1',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=mid:0',
      'a=ice-ufrag:abcd',
      'a=ice-pwd:a-password-of-22-chars',
      'a=end-of-candidates',
      '',
    ]);
  });

  it.each(recordings().map(({ client, offer }) => [client, offer]))(
    'of %s has the credentials at the level of its offer (C-12)',
    (_client, recorded) => {
      const offer = checkOffer(recorded, { profile: 'publish' });
      const text = fragmentText(offer, { mid: offer.bundleTag, ...fragment });
      const atSession = parse(recorded).iceUfrag !== undefined;
      expect(text.indexOf('a=ice-ufrag:') < text.indexOf('m=')).toBe(atSession);
      expect(text.match(/^m=/gm)).toHaveLength(1);
      expect(text).toMatch(new RegExp(`^m=.*\r\na=mid:${offer.bundleTag}\r\n`, 'm'));
    },
  );
});

describe('a restart’s answer', () => {
  const GALENE = [
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=ice-ufrag:newu',
    'a=ice-pwd:new-password-of-22-char',
    'a=candidate:1 1 udp 2130706431 192.0.2.7 41353 typ host ufrag oldu',
    'a=candidate:1 2 udp 2130706431 192.0.2.7 41353 typ host',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:1',
    'a=ice-ufrag:newu',
    'a=ice-pwd:new-password-of-22-char',
    'a=candidate:1 1 udp 2130706431 192.0.2.7 41353 typ host',
    'a=candidate:2 1 TCP 1518280447 192.0.2.7 443 typ host tcptype passive',
    'a=candidate:broken',
  ];

  it.each(['\r\n', '\n'])('is one transport, each candidate once, without RTCP’s (%j)', (end) => {
    expect(readRestartAnswer(GALENE.join(end), '0')).toEqual({
      mid: '0',
      ufrag: 'newu',
      pwd: 'new-password-of-22-char',
      endOfCandidates: true,
      candidates: [
        {
          text: '1 1 udp 2130706431 192.0.2.7 41353 typ host',
          foundation: '1',
          component: 1,
          transport: 'udp',
          priority: 2130706431,
          address: '192.0.2.7',
          port: 41353,
          type: 'host',
        },
        {
          text: '2 1 TCP 1518280447 192.0.2.7 443 typ host tcptype passive',
          foundation: '2',
          component: 1,
          transport: 'tcp',
          priority: 1518280447,
          address: '192.0.2.7',
          port: 443,
          type: 'host',
          tcpType: 'passive',
        },
      ],
    });
  });

  it.each(['', 'nonsense', 'a=ice-ufrag:only', 'a=ice-pwd:only'])('%j is none', (body) => {
    expect(readRestartAnswer(body, '0')).toBeUndefined();
  });
});
