import { describe, expect, it } from '@jest/globals';
import type { Statistics, TrackStatistics } from '@whipway/client';
import { LEVELS, type Level, logLine } from '../../src/output/log.js';
import { clock, megabits, milliseconds, statusLine } from '../../src/output/status-line.js';
import { Terminal } from '../../src/output/terminal.js';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const PLAIN = { level: 7, colors: false, timestamps: false };

describe('a line', () => {
  it('says how bad it is', () => {
    expect(logLine('error', 'gone', PLAIN, NOW)).toBe('error: gone');
    expect(logLine('warning', 'late', PLAIN, NOW)).toBe('warning: late');
    expect(logLine('info', 'fine', PLAIN, NOW)).toBe('fine');
  });

  it('has the time and colours when they are wanted', () => {
    expect(logLine('info', 'fine', { ...PLAIN, timestamps: true }, NOW)).toBe(
      '[2026-01-02T03:04:05.678Z] fine',
    );
    expect(logLine('error', 'gone', { ...PLAIN, colors: true }, NOW)).toBe(
      '\u001b[31merror: gone\u001b[39m',
    );
  });
});

function screen(isTTY: boolean, columns = 40) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) };
}

describe('the terminal', () => {
  it.each([
    [0, []],
    [2, ['error']],
    [3, ['error', 'warning']],
    [4, ['error', 'warning', 'info']],
    [5, ['error', 'warning', 'info', 'detail']],
    [7, ['error', 'warning', 'info', 'detail', 'trace']],
  ])('tells at level %i: %j', (level, told) => {
    const terminal = new Terminal(screen(false), { ...PLAIN, level });
    const levels = Object.keys(LEVELS) as Level[];
    expect(levels.filter((each) => terminal.tells(each))).toEqual(told);
  });

  it('keeps the changing line below the others, and cuts it to the width', () => {
    const on = screen(true);
    const terminal = new Terminal(on, PLAIN);
    terminal.showStatus('x'.repeat(100));
    terminal.say('info', 'hello');
    terminal.showStatus('');
    const erase = '\r\u001b[2K';
    const status = 'x'.repeat(39);
    expect(on.written).toEqual([status, erase, 'hello\n', status, erase]);
  });

  it('has no changing line in a file, and none when it is to be quiet', () => {
    const file = screen(false);
    new Terminal(file, PLAIN).showStatus('x');
    const quiet = screen(true);
    new Terminal(quiet, { ...PLAIN, level: 2 }).showStatus('x');
    expect([...file.written, ...quiet.written]).toEqual([]);
  });
});

const TRACK: TrackStatistics = {
  kind: 'video',
  bytes: 0,
  packets: 0,
  packetsLost: 0,
  bitsPerSecond: 0,
  loss: 0.012,
  codec: 'VP8',
  width: undefined,
  height: undefined,
  framesPerSecond: undefined,
  frames: 0,
  layers: [],
};

function statistics(more: Partial<Statistics> = {}): Statistics {
  const audio = { ...TRACK, kind: 'audio' as const, codec: 'opus', loss: 0 };
  const rest = { at: 0, bitsPerSecond: 2_512_345, roundTripTime: 3.21 };
  return { ...rest, audio, video: TRACK, ...more };
}

describe('the numbers of a moment', () => {
  it('stand in one line', () => {
    const encoder = { speed: 1.004, framesPerSecond: 29.97 };
    expect(statusLine({ seconds: 75, statistics: statistics(), encoder })).toBe(
      '01:15  VP8 + opus  2.51 Mbit/s  rtt 3.2 ms  loss 1.2 %  30 fps  encoder 1.00x',
    );
  });

  it('leave out what is not known', () => {
    const only = statistics({ roundTripTime: undefined, video: undefined, bitsPerSecond: 96_000 });
    expect(statusLine({ seconds: 0, statistics: only, encoder: undefined })).toBe(
      '00:00  opus  96 kbit/s  loss 0.0 %',
    );
  });

  it('are written as people do', () => {
    expect([0, 59.9, 60, 3599, 3600, 36_061].map(clock)).toEqual([
      '00:00',
      '00:59',
      '01:00',
      '59:59',
      '1:00:00',
      '10:01:01',
    ]);
    expect(megabits(999_499)).toBe('999 kbit/s');
    expect(milliseconds(123.4)).toBe('123 ms');
  });
});
