import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { isHere, localAddresses } from '../../src/peer/local-addresses.js';

function at(address: string, internal = false): NetworkInterfaceInfo {
  const rest = { netmask: '', mac: '', cidr: null, internal };
  return address.includes(':')
    ? { ...rest, address, family: 'IPv6', scopeid: 0 }
    : { ...rest, address, family: 'IPv4' };
}

const INTERFACES = {
  lo: [at('127.0.0.1', true), at('::1', true)],
  eth0: [at('192.0.2.7'), at('fe80::1'), at('2001:db8::7')],
  tun0: [at('10.8.0.2')],
  veth1: [at('10.45.0.1'), at('169.254.3.3')],
  gone: undefined,
};

describe('addresses for media', () => {
  it('are those of all interfaces, tunnels as well, without link-local ones', () => {
    expect(localAddresses(INTERFACES, false)).toEqual([
      '192.0.2.7',
      '2001:db8::7',
      '10.8.0.2',
      '10.45.0.1',
    ]);
  });

  it('begin with loopback where the server is here, which works without any network', () => {
    expect(localAddresses(INTERFACES, true)[0]).toBe('127.0.0.1');
    expect(localAddresses({ lo: INTERFACES.lo }, true)).toEqual(['127.0.0.1']);
  });
});

describe('a server on this machine', () => {
  it.each([
    ['http://localhost:7080/x', true],
    ['http://media.localhost/x', true],
    ['http://127.0.0.1:7080/x', true],
    ['http://[::1]:7080/x', true],
    ['https://media.example.com/x', false],
    ['http://10.45.0.1:7080/x', false],
    ['https://localhost.example.com/x', false],
  ])('%s: %s', (url, here) => {
    expect(isHere(url)).toBe(here);
  });
});
