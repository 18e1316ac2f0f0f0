import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { SILENT_LOGGER } from '@whipway/core';
import { platformPorts } from '../src/platform.js';

describe('platformPorts', () => {
  const { clock, ids, logger } = platformPorts();

  afterEach(() => void jest.useRealTimers());

  it('ids have 256 bits in 43 URL-safe characters and do not repeat (S-122)', () => {
    const seen = new Set(Array.from({ length: 10_000 }, () => ids.random()));
    expect(seen.size).toBe(10_000);
    for (const id of seen) expect(id).toMatch(/^[A-Za-z0-9_-]{43}$/);
    // Every position uses most of the alphabet: no fixed part, no counter.
    for (let position = 0; position < 42; position += 1) {
      expect(new Set([...seen].map((id) => id[position])).size).toBe(64);
    }
  });

  it('the clock is the platform’s and logs go nowhere by default', () => {
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1_000);
    expect(logger).toBe(SILENT_LOGGER);
  });

  it('fires once, after the delay, unless cancelled', () => {
    jest.useFakeTimers();
    const fired: string[] = [];
    clock.after(1_000, () => fired.push('one'));
    const cancel = clock.after(1_000, () => fired.push('two'));
    jest.advanceTimersByTime(999);
    expect(fired).toEqual([]);
    cancel();
    jest.advanceTimersByTime(5_000);
    expect(fired).toEqual(['one']);
  });

  it('waits longer than the platform’s timers can', () => {
    jest.useFakeTimers();
    const fired: string[] = [];
    const month = 30 * 24 * 3_600_000;
    clock.after(month, () => fired.push('late'));
    const cancel = clock.after(month, () => fired.push('never'));
    jest.advanceTimersByTime(month - 1);
    expect(fired).toEqual([]);
    cancel();
    jest.advanceTimersByTime(1);
    expect(fired).toEqual(['late']);
    expect(jest.getTimerCount()).toBe(0);
  });
});
