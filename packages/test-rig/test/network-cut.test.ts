import { expect, it } from '@jest/globals';
import { cutUdp } from '../src/network-cut.js';

it('leaves every network alone but the private one', () => {
  for (const environment of [{}, { WHIPWAY_TEST_ADDRESS: '192.168.1.1' }])
    expect(() => cutUdp(environment)).toThrow('private network');
});
