import { describe, expect, it } from '@jest/globals';
import { drawPattern, PATTERN_SIZE } from '../../src/source/draw-pattern.js';
import { toneAt } from '../../src/source/test-tone.js';

type Canvas = Parameters<typeof drawPattern>[0];

/** A canvas that keeps a log of what is drawn. */
function recordingCanvas(): { canvas: Canvas; log: string[] } {
  const log: string[] = [];
  const target = {
    measureText: () => ({ width: 10 }),
    createLinearGradient: () => ({ addColorStop: () => {} }),
  };
  const canvas = new Proxy(target, {
    get: (known, name: string) =>
      Reflect.get(known, name) ??
      ((...values: unknown[]) => {
        log.push(`${name} ${values.join(' ')}`);
      }),
    set: () => true,
  });
  return { canvas: canvas as unknown as Canvas, log };
}

function draw(time: number, index: number, title = 'live'): string[] {
  const { canvas, log } = recordingCanvas();
  drawPattern(canvas, { time, index, title });
  return log;
}

describe('the picture', () => {
  it('covers the whole frame', () => {
    const { width, height } = PATTERN_SIZE;
    expect(draw(0, 0)).toContain(`fillRect 0 0 ${width} ${height}`);
  });

  it('moves from one frame to the next', () => {
    const first = draw(5000, 0);
    const second = draw(5033, 1);
    expect(second.filter((line) => !first.includes(line)).length).toBeGreaterThan(10);
  });

  it('shows the time, the frame and where it goes', () => {
    const time = new Date(2025, 0, 1, 13, 5, 9, 42).getTime();
    const texts = draw(time, 77).filter((line) => line.startsWith('fillText'));
    const letters = texts.map((line) => line.split(' ')[1]).join('');
    expect(letters).toContain('13:05:09');
    expect(letters).toContain('.042');
    expect(letters).toContain('77');
    expect(texts[0]).toContain('Whipway · live');
  });
});

describe('the tone', () => {
  it('never clips and never stops', () => {
    for (let second = 0; second < 8; second += 1) {
      const samples = Array.from({ length: 4800 }, (_, index) => toneAt(second + index / 4800));
      const peak = Math.max(...samples.map(Math.abs));
      expect(peak).toBeGreaterThan(0.15);
      expect(peak).toBeLessThan(0.5);
      expect(Math.max(...samples.slice(3600).map(Math.abs))).toBeGreaterThan(0.005);
    }
  });

  it('starts every note from silence, so that nothing clicks', () => {
    for (let second = 0; second < 8; second += 1)
      expect(Math.abs(toneAt(second) - toneAt(second + 1 / 48_000))).toBeLessThan(0.01);
  });
});
