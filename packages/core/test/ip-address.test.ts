import { describe, expect, it } from '@jest/globals';
import { isIpAddress } from '../src/sdp/ip-address.js';

describe('isIpAddress (S-123)', () => {
  it.each(['0.0.0.0', '192.0.2.1', '255.255.255.255', '::', '::1', 'fe80::1', '2001:db8::a:b'])(
    'takes %s',
    (address) => expect(isIpAddress(address)).toBe(true),
  );

  it.each(['1:2:3:4:5:6:7:8', '::ffff:192.0.2.1', '1::', 'ABCD::'])('takes %s', (address) =>
    expect(isIpAddress(address)).toBe(true),
  );

  it.each([
    'example.org',
    '0d6c7b5e.local',
    '1.2.3.4.',
    '01.2.3.4',
    '1.2.3',
    '256.1.1.1',
    'face:',
    'dead:beef',
    '::::',
    '1::2::3',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    ':1',
    '',
  ])('leaves %j', (address) => expect(isIpAddress(address)).toBe(false));
});
