import { describe, expect, it } from '@jest/globals';
import { readIceServers } from '../../src/peer/ice-servers.js';

const login = { username: 'u', credential: 'p' };

describe('the ICE servers of a configuration', () => {
  it('are all of them, in their order, each once', () => {
    const urls = [
      'turn:a.example:3478?transport=udp',
      'turn:a.example:3478?transport=tcp',
      'turns:a.example:443?transport=tcp',
    ];
    const { stun, turn } = readIceServers([
      { urls: 'stun:s.example' },
      { urls: ['stun:t.example:19302', 'stun:s.example:3478'] },
      { urls, ...login },
      { urls: 'turn:b.example', ...login },
      { urls: urls.slice(0, 1), ...login },
    ]);
    expect(stun).toEqual([
      ['s.example', 3478],
      ['t.example', 19302],
    ]);
    expect(turn.map(({ address, transport }) => [...address, transport])).toEqual([
      ['a.example', 3478, 'udp'],
      ['a.example', 3478, 'tcp'],
      ['a.example', 443, 'tls'],
      ['b.example', 3478, undefined],
    ]);
    expect(turn[0]).toMatchObject({ username: 'u', password: 'p', url: urls[0] });
  });

  it('leave out what cannot be used', () => {
    const unusable: RTCIceServer[] = [
      { urls: 'turn:without-login.example' },
      { urls: 'stuns:tls.example' },
      { urls: 'turn:a.example?transport=sctp', ...login },
      { urls: 'https://a.example', ...login },
    ];
    expect(readIceServers(unusable)).toEqual({ stun: [], turn: [] });
  });
});
