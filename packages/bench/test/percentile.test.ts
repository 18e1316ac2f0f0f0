import { describe, expect, it } from '@jest/globals';
import { median, percentile } from '../src/measure/percentile.js';

describe('percentile', () => {
  const values = [5, 1, 4, 2, 3];

  it.each([
    [0, 1],
    [0.2, 1],
    [0.5, 3],
    [0.95, 5],
    [1, 5],
  ])('of %d is not exceeded by that share', (share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('of nothing is not a number', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('leaves the values in their order', () => {
    median(values);
    expect(values).toEqual([5, 1, 4, 2, 3]);
  });
});
