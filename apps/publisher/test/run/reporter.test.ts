import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Statistics } from '@whipway/client';
import { Terminal } from '../../src/output/terminal.js';
import { Reporter } from '../../src/run/reporter.js';

const STATISTICS = { bitsPerSecond: 1_000_000 } as Statistics;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** One number after each of these pauses, in seconds. */
async function* after(pauses: readonly number[]): AsyncGenerator<Statistics> {
  for (const pause of pauses) {
    jest.advanceTimersByTime(pause * 1000);
    yield STATISTICS;
  }
}

describe('where there is no terminal', () => {
  it('a line of numbers comes every ten seconds, and not more often after an outage', async () => {
    const written: string[] = [];
    const screen = { write: (text: string) => written.push(text) };
    const terminal = new Terminal(screen, { level: 4, colors: false, timestamps: false });
    const reporter = new Reporter({ terminal, stats: false, progress: () => undefined });
    reporter.firstFrame('sent');
    await reporter.follow({ statistics: () => after([0, 1, 9, 60, 1, 1, 8]) });
    const times = written.slice(1).map((line) => line.slice(0, 5));
    expect(times).toEqual(['00:00', '00:10', '01:10', '01:20']);
  });
});
