import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from '../../src/http/retry-after.js';

const NOW = Date.parse('2025-03-01T12:00:00Z');

describe('Retry-After', () => {
  // biome-ignore format: one case a line
  it.each([
    ['5', 5000],
    [' 0 ', 0],
    ['Sat, 01 Mar 2025 12:00:30 GMT', 30_000],
    ['Saturday, 01-Mar-25 12:00:30 GMT', 30_000],
    ['Sat Mar  1 12:00:30 2025', undefined],
    ['Sat, 01 Mar 2025 11:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('of %j is %j milliseconds (C-29)', (value, expected) => {
    // The asctime form has no zone and is read as local time, so only its shape is checked.
    const read = parseRetryAfter(value, NOW);
    if (value?.startsWith('Sat Mar')) expect(typeof read).toBe('number');
    else expect(read).toBe(expected);
  });
});
