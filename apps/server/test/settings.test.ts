import { describe, expect, it } from '@jest/globals';
import { iceServersOf, mediaSettings } from '../src/config/settings.js';

type Interfaces = Exclude<Parameters<typeof mediaSettings>[1], undefined>;

function address(text: string, family: 'IPv4' | 'IPv6', internal = false) {
  const rest = { netmask: '', mac: '', cidr: null };
  return family === 'IPv4'
    ? { address: text, family, internal, ...rest }
    : { address: text, family, internal, scopeid: 0, ...rest };
}

const MACHINE: Interfaces = {
  lo: [address('127.0.0.1', 'IPv4', true), address('::1', 'IPv6', true)],
  eth0: [address('fe80::1', 'IPv6'), address('10.0.0.7', 'IPv4'), address('10.0.0.8', 'IPv4')],
  eth1: [address('192.168.1.2', 'IPv4')],
};

describe('media.addresses', () => {
  it.each([
    [['auto'], MACHINE, ['10.0.0.7', '127.0.0.1']],
    [['auto'], { lo: MACHINE['lo'] }, ['127.0.0.1']],
    [['auto'], {}, ['127.0.0.1']],
    [['192.0.2.1', 'auto'], MACHINE, ['192.0.2.1', '10.0.0.7', '127.0.0.1']],
    [['127.0.0.1', 'auto'], {}, ['127.0.0.1']],
    [['10.1.1.1'], MACHINE, ['10.1.1.1']],
  ])('%j', (addresses, interfaces, expected) => {
    expect(mediaSettings({ addresses, stun: [] }, interfaces).addresses).toEqual(expected);
  });

  it('go with the rest of the block', () => {
    const udpPorts = { min: 1, max: 2 };
    const block = {
      addresses: ['10.1.1.1'],
      announced: '203.0.113.7',
      udpPorts,
      stun: ['stun:s:1'],
    };
    expect(mediaSettings(block, {})).toEqual(block);
    expect(mediaSettings({ addresses: ['auto'], stun: [] }, {})).toEqual({
      addresses: ['127.0.0.1'],
      stun: [],
    });
  });
});

describe('what other packages take', () => {
  it('has no key without a value', () => {
    const servers = [{ urls: 'stun:a' }, { urls: ['turn:b'], username: 'u', credential: 'c' }];
    expect(iceServersOf(servers)).toEqual(servers);
  });
});
