import { describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import { whyNotMoving } from '../src/moving-picture.js';

const [WIDTH, HEIGHT] = [64, 48];

type Colour = readonly [red: number, green: number, blue: number];
const GREEN: Colour = [0, 128, 0];
const YELLOW: Colour = [250, 250, 0];

/** A picture of one colour with a square of another at `left`, each channel shifted by `noise`. */
function picture(left: number, { square = YELLOW, noise = 0, width = WIDTH } = {}): Buffer {
  const png = new PNG({ width, height: HEIGHT });
  for (let at = 0; at < width * HEIGHT; at += 1) {
    const inside = at % width >= left && at % width < left + 8 && at / width < 8;
    const colour = inside ? square : GREEN;
    png.data.set([...colour.map((channel) => channel + noise), 255], at * 4);
  }
  return PNG.sync.write(png);
}

describe('a series of pictures', () => {
  it('moves when something in it is elsewhere', () => {
    expect(whyNotMoving([picture(0), picture(10)])).toBeUndefined();
  });

  it('moves when only two of many differ', () => {
    expect(whyNotMoving([picture(0), picture(0), picture(0), picture(10)])).toBeUndefined();
  });

  it('does not move when all are the same', () => {
    const series = [picture(5), picture(5), picture(5)];
    expect(whyNotMoving(series)).toBe('3 pictures are all the same');
  });

  it('does not move by the noise of an encoder', () => {
    const series = [picture(5), picture(5, { noise: 5 })];
    expect(whyNotMoving(series)).toBe('2 pictures are all the same');
  });

  it('does not move by flashing from one flat colour to another', () => {
    const flat = (noise: number) => picture(0, { square: GREEN, noise });
    expect(whyNotMoving([flat(0), flat(100)])).toBe('picture 1 is one flat colour');
  });

  it('does not move when it goes black in the end', () => {
    const black = picture(0, { square: GREEN });
    expect(whyNotMoving([picture(0), black])).toBe('picture 2 is one flat colour');
  });

  it('does not move by being resized', () => {
    expect(whyNotMoving([picture(0), picture(0, { width: 80 })])).toMatch('all the same');
  });

  it.each([0, 1])('of %i pictures shows nothing', (count) => {
    const series = [picture(0)].slice(0, count);
    expect(whyNotMoving(series)).toBe(`${count} pictures cannot show movement`);
  });
});
