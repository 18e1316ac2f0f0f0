import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { indexNear, rolloversOf, sequenceOf } from '../../src/rtp/packet-index.js';
import { IndexEstimate } from '../../src/transport/srtp-index.js';

describe('packet indexes', () => {
  it.each([
    [65_535, 0, 65_536],
    [65_536, 65_535, 65_535],
    [65_400, 300, 65_836],
    [200_000, 200_001 % 65_536, 200_001],
    [10, 65_530, -6],
  ])('near %d, %d is %d', (near, sequenceNumber, expected) => {
    expect(indexNear(near, sequenceNumber)).toBe(expected);
  });

  it('finds any index again within half a cycle', () => {
    const far = fc.integer({ min: 40_000, max: 2 ** 40 });
    const jump = fc.integer({ min: -32_767, max: 32_767 });
    fc.assert(
      fc.property(far, jump, (near, difference) => {
        const index = near + difference;
        expect(indexNear(near, sequenceOf(index))).toBe(index);
        expect(rolloversOf(index) * 65_536 + sequenceOf(index)).toBe(index);
      }),
    );
  });
});

describe('IndexEstimate', () => {
  function accepting(...sequenceNumbers: readonly number[]): IndexEstimate {
    const estimate = new IndexEstimate();
    for (const sequenceNumber of sequenceNumbers) estimate.accept(estimate.guess(sequenceNumber));
    return estimate;
  }

  it('keeps count through a loss around the rollover', () => {
    const estimate = accepting(65_100);
    expect(estimate.guess(700)).toBe(65_536 + 700);
    estimate.accept(65_536 + 700);
    expect(estimate.guess(65_200)).toBe(65_200);
  });

  it('knows what came before, and what is too old to tell', () => {
    const estimate = accepting(5000, 5001, 5003);
    expect(estimate.isKnown(5001)).toBe(true);
    expect(estimate.isKnown(5002)).toBe(false);
    expect(estimate.isKnown(5003 - 1024)).toBe(true);
    expect(estimate.isKnown(5003 - 1023)).toBe(false);
  });
});
