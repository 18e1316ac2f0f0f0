import { expect, it } from '@jest/globals';
import { leastLoaded } from '../../src/workers/placement.js';

const loads = (...values: number[]) => values.map((load, index) => ({ load, index }));

it.each([
  [[3, 1, 2], 1],
  [[2, 2, 2], 0],
  [[5, 0, 0], 1],
])('of loads %j it is number %i', (values, index) => {
  expect(leastLoaded(loads(...values))?.index).toBe(index);
});

it('of nobody it is nobody', () => {
  expect(leastLoaded([])).toBeUndefined();
});
