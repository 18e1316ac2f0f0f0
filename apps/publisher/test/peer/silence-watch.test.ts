import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SilenceWatch } from '../../src/peer/silence-watch.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function watching() {
  const seen = { received: 0, asked: 0, changes: [] as boolean[] };
  const watch = new SilenceWatch({
    received: () => seen.received,
    ask: () => {
      seen.asked += 1;
    },
    changed: (silent) => seen.changes.push(silent),
  });
  watch.start();
  return { seen, watch };
}

describe('a watched connection', () => {
  it('is asked every two seconds, and is not silent as long as something comes', () => {
    const { seen, watch } = watching();
    for (let second = 0; second < 20; second += 1) {
      seen.received += 1;
      jest.advanceTimersByTime(1000);
    }
    expect(seen.asked).toBeGreaterThanOrEqual(9);
    expect(seen.changes).toEqual([]);
    watch.stop();
  });

  it('is silent after five seconds without a word, and back with the first one', () => {
    const { seen, watch } = watching();
    jest.advanceTimersByTime(4500);
    expect(seen.changes).toEqual([]);
    jest.advanceTimersByTime(1000);
    expect(seen.changes).toEqual([true]);
    jest.advanceTimersByTime(20_000);
    expect(seen.changes).toEqual([true]);
    seen.received += 1;
    jest.advanceTimersByTime(500);
    expect(seen.changes).toEqual([true, false]);
    watch.stop();
  });

  it('begins anew after a restart', () => {
    const { seen, watch } = watching();
    jest.advanceTimersByTime(4500);
    watch.start();
    jest.advanceTimersByTime(4500);
    expect(seen.changes).toEqual([]);
    watch.stop();
  });

  it('is left alone once it is stopped', () => {
    const { seen, watch } = watching();
    watch.stop();
    const { asked } = seen;
    jest.advanceTimersByTime(60_000);
    expect(seen).toMatchObject({ asked, changes: [] });
  });
});
