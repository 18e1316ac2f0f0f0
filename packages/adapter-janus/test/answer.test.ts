import { describe, expect, it } from '@jest/globals';
import { janusAnswer, recordings } from '@whipway/test-rig/fixtures';
import {
  answeredTransport,
  hasCandidates,
  refusedSections,
  withCandidates,
} from '../src/publishing/answer.js';

const CLIENTS = recordings().map(({ client }) => client);

function withoutCandidates(sdp: string): string {
  return sdp.replace(/^a=(candidate|end-of-candidates).*\r?\n/gm, '');
}

describe('answers of a real Janus', () => {
  it.each(CLIENTS)('to %s are read', (client) => {
    const sdp = janusAnswer(client);
    expect(refusedSections(sdp)).toEqual([]);
    expect(hasCandidates(sdp)).toBe(true);
    const { ufrag, pwd, candidates } = answeredTransport(sdp);
    expect(sdp).toContain(`a=ice-ufrag:${ufrag}`);
    expect(sdp).toContain(`a=ice-pwd:${pwd}`);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { text, port, transport, type } of candidates) {
      expect(sdp).toContain(`a=candidate:${text}`);
      expect(text).toContain(` ${port} typ ${type}`);
      expect(transport).toBe('udp');
    }
  });

  it.each(CLIENTS)('to %s take candidates that came afterwards, in the first section', (client) => {
    const bare = withoutCandidates(janusAnswer(client));
    expect(hasCandidates(bare)).toBe(false);
    const text = '1 1 udp 2015363327 192.0.2.7 41353 typ host';
    const sdp = withCandidates(bare, [`candidate:${text}`]);
    expect(answeredTransport(sdp).candidates.map((candidate) => candidate.text)).toEqual([text]);
    const [, first = '', ...others] = sdp.split(/^(?=m=)/m);
    expect(first.endsWith(`a=candidate:${text}\r\na=end-of-candidates\r\n`)).toBe(true);
    expect(others.join('')).not.toContain('a=candidate');
    expect(withoutCandidates(sdp)).toBe(bare);
  });
});

describe('what Janus refuses in its answer', () => {
  const [head, sound] = ['v=0\r\n', 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=recvonly\r\n'];

  it.each([
    ['port 0', 'm=video 0 UDP/TLS/RTP/SAVPF 0\r\na=mid:1\r\na=inactive\r\n'],
    ['inactive', 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\na=inactive\r\n'],
  ])('is a section with %s', (_how, section) => {
    expect(refusedSections(head + sound + section)).toEqual([{ kind: 'video', mid: '1' }]);
  });
});
