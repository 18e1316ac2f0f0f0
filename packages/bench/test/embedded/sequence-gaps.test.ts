import { describe, expect, it } from '@jest/globals';
import { SequenceGaps } from '../../src/embedded/sequence-gaps.js';

function missingOf(...numbers: readonly number[]): number {
  const gaps = new SequenceGaps();
  for (const number of numbers) gaps.add(number);
  return gaps.missing;
}

describe('SequenceGaps', () => {
  it('counts nothing before the first packet, wherever a stream begins', () => {
    expect(missingOf()).toBe(0);
    expect(missingOf(40_000)).toBe(0);
    expect(missingOf(40_000, 40_001, 40_002)).toBe(0);
  });

  it('counts every number that was skipped', () => {
    expect(missingOf(10, 12, 16)).toBe(4);
  });

  it('goes on over the wrap-around, several times', () => {
    expect(missingOf(65_534, 65_535, 0, 1)).toBe(0);
    expect(missingOf(65_534, 1)).toBe(2);
    const twice = Array.from({ length: 140_000 }, (_, step) => (step + 65_000) % 65_536);
    expect(missingOf(...twice.slice(0, 100_000))).toBe(0);
    expect(missingOf(...twice.slice(0, 100_000).filter((_, step) => step !== 70_000))).toBe(1);
  });

  it('takes back what comes late, also from before the wrap-around', () => {
    expect(missingOf(10, 13, 11, 12)).toBe(0);
    expect(missingOf(65_534, 0, 65_535)).toBe(0);
  });

  it('is not misled by a packet that comes twice or from before the first', () => {
    expect(missingOf(10, 11, 11, 10, 12)).toBe(0);
    expect(missingOf(10, 9, 11)).toBe(0);
  });
});
