import { describe, expect, it } from '@jest/globals';
import { newCredentials, openEnded, restartedOffer } from '../../src/peer/credentials.js';

const OFFER = [
  'v=0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=candidate:1 1 udp 2130706431 127.0.0.1 5000 typ host',
  'a=end-of-candidates',
  'a=ice-ufrag:old',
  'a=ice-pwd:oldoldoldoldoldoldoldold',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:old',
  'a=ice-pwd:oldoldoldoldoldoldoldold',
  '',
].join('\r\n');

describe('ICE credentials', () => {
  it('are long enough, other ones each time, and of ice-char only', () => {
    const [first, second] = [newCredentials(), newCredentials()];
    expect(first).not.toEqual(second);
    expect(first.ufrag).toMatch(/^[A-Za-z0-9+/]{4,256}$/);
    expect(first.pwd).toMatch(/^[A-Za-z0-9+/]{22,256}$/);
  });

  it('take the place of the old ones in every section, and nothing is gathered yet', () => {
    const sdp = restartedOffer(OFFER, { ufrag: 'new', pwd: 'secret' });
    expect(sdp.match(/a=ice-ufrag:.*/g)).toEqual(['a=ice-ufrag:new', 'a=ice-ufrag:new']);
    expect(sdp.match(/a=ice-pwd:.*/g)).toEqual(['a=ice-pwd:secret', 'a=ice-pwd:secret']);
    expect(sdp).not.toMatch(/candidate/);
    expect(sdp.split('\r\n')).toHaveLength(OFFER.split('\r\n').length - 2);
  });
});

describe('an answer', () => {
  it('is open-ended without the word that no candidate follows; the candidates stay', () => {
    expect(openEnded(OFFER)).toMatch(/typ host\r\na=ice-ufrag/);
  });
});
