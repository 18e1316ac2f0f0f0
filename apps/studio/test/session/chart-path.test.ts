import { describe, expect, it } from '@jest/globals';
import { chartPath, niceTop } from '../../src/session/chart-path.js';

const box = { width: 100, height: 10, capacity: 5 };

describe('the chart', () => {
  it('has nothing to draw with fewer than two values', () => {
    expect(chartPath([], box)).toBeUndefined();
    expect(chartPath([5], box)).toBeUndefined();
  });

  it('ends at the right edge and starts where the first value belongs', () => {
    expect(chartPath([0, 500], box)).toEqual({
      line: 'M75.0 10.0L100.0 5.0',
      area: 'M75.0 10.0L100.0 5.0L100 10L75.0 10Z',
      top: 1000,
    });
  });

  it('shows the newest values only', () => {
    const path = chartPath([9_000, 0, 0, 0, 0, 0], box);
    expect(path?.top).toBe(1);
    expect(path?.line.match(/[ML]/g)).toHaveLength(5);
    expect(path?.line.startsWith('M0.0 10.0')).toBe(true);
  });

  // biome-ignore format: one case a line
  it.each([[0, 1], [-3, 1], [0.9, 1], [1, 2], [450_000, 500_000], [990_000, 2_000_000], [2_900_000, 5_000_000], [9_900_000, 20_000_000]])(
    'for values up to %d has its top at %d',
    (value, top) => {
      expect(niceTop(value)).toBeCloseTo(top);
    },
  );
});
