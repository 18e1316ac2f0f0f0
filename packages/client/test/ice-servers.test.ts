import { describe, expect, it } from '@jest/globals';
import { readIceServers } from '../src/ice-servers.js';

describe('the ICE servers of a Link header', () => {
  it('are STUN servers, and TURN servers with their credentials', () => {
    const link =
      '<stun:a.example>; rel="ice-server", <turn:b.example:3478>; rel="ice-server"; username="u"; credential="c"';
    expect(readIceServers(link)).toEqual([
      { urls: 'stun:a.example' },
      { urls: 'turn:b.example:3478', username: 'u', credential: 'c' },
    ]);
  });

  it.each([
    ['no header', null],
    ['other relations', '</next>; rel="next"'],
    ['TURN without credentials', '<turn:b.example>; rel="ice-server"'],
    ['nonsense', ';;<'],
  ])('are none with %s', (_, link) => {
    expect(readIceServers(link)).toEqual([]);
  });
});
