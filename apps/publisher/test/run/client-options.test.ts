import { describe, expect, it } from '@jest/globals';
import { readCommandLine } from '../../src/cli/command-line.js';
import { clientOptions } from '../../src/run/client-options.js';

const PLATFORM = {
  fetch,
  peer: () => {
    throw new Error('not asked for');
  },
};

function optionsFor(...args: readonly string[]) {
  const given = ['-u', 'https://s.example/whip', '--test-pattern', ...args];
  return clientOptions(readCommandLine(given), PLATFORM as never);
}

describe('what the client is told', () => {
  it('asks no STUN server that nobody named: not the server’s, and none of werift’s own', () => {
    expect(optionsFor().iceServers).toEqual([]);
  });

  it('leaves them to the server with --follow-link', () => {
    expect(optionsFor('-f')).not.toHaveProperty('iceServers');
    expect(optionsFor('-f', '-S', 'stun.example.org:3478')).not.toHaveProperty('iceServers');
  });

  it('has all TURN servers after the STUN server', () => {
    const { iceServers } = optionsFor('-T', 'a:b@t1', '-T', 'c:d@t2', '-S', 's');
    expect(iceServers?.map(({ urls }) => urls)).toEqual([
      'stun:s:3478',
      'turn:t1:3478',
      'turn:t2:3478',
    ]);
  });

  it.each([
    [['-n'], { trickle: 'half' }],
    [[], { trickle: 'full', iceTransportPolicy: 'all', allowInsecure: false, trustedOrigins: [] }],
    [['-F', '-T', 'a:b@t1'], { iceTransportPolicy: 'relay' }],
    [['-F', '-f'], { iceTransportPolicy: 'relay' }],
    [['-F'], { iceTransportPolicy: 'all' }],
    [['--insecure'], { allowInsecure: true }],
    [['--trust-origin', 'https://other.example/x'], { trustedOrigins: ['https://other.example'] }],
    [['-t', 'secret'], { token: 'secret' }],
  ])('%j', (args, expected) => {
    expect(optionsFor(...args)).toMatchObject(expected);
  });
});
