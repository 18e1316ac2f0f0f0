import { describe, expect, it } from '@jest/globals';
import {
  isPrivateAddress,
  isPrivateHost,
  PRIVATE_ADDRESS,
  publicLookup,
} from '../../src/http/private-addresses.js';

describe('isPrivateAddress', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '[::1]',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'not-an-address',
  ])('%s is private', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['8.8.8.8', '203.0.114.1', '2a00:1450::1', '[2a00:1450::1]'])(
    '%s is public',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('isPrivateHost', () => {
  it.each([
    ['http://127.0.0.1/', true],
    ['http://0x7f000001/', true],
    ['http://2130706433/', true],
    ['http://[::ffff:7f00:1]/', true],
    ['http://8.8.8.8/', false],
    // Judged when it is resolved.
    ['http://localhost/', false],
  ])('%s: %s', (url, expected) => {
    expect(isPrivateHost(new URL(url))).toBe(expected);
  });
});

describe('publicLookup', () => {
  const resolve = (hostname: string): Promise<string> =>
    new Promise((settle) => {
      publicLookup(hostname, { all: true }, (error, address) =>
        settle(error ? `${error.code}` : JSON.stringify(address)),
      );
    });

  it('refuses a name of this machine', async () => {
    expect(await resolve('localhost')).toBe(PRIVATE_ADDRESS);
  });

  it('gives public addresses on', async () => {
    expect(await resolve('8.8.8.8')).toBe('[{"address":"8.8.8.8","family":4}]');
  });

  it('gives one address to who asks for one', async () => {
    const one = new Promise((settle) => {
      const options = { all: false } as unknown as { all: true };
      publicLookup('8.8.8.8', options, (_error, address, family) => settle([address, family]));
    });
    expect(await one).toEqual(['8.8.8.8', 4]);
  });
});
