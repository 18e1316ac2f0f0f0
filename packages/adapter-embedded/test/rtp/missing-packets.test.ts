import { describe, expect, it } from '@jest/globals';
import { MissingPackets } from '../../src/rtp/missing-packets.js';

function after(...indexes: readonly number[]): MissingPackets {
  const missing = new MissingPackets();
  for (const index of indexes) missing.received(index, 0);
  return missing;
}

describe('MissingPackets', () => {
  it('asks for a gap, but not at once: packets may only be late', () => {
    const missing = after(100, 103);
    expect(missing.due(5, 50)).toEqual([]);
    expect(missing.received(101, 6)).toBe('late');
    expect(missing.due(10, 50)).toEqual([102]);
  });

  it('asks again after the interval, eight times at most', () => {
    const missing = after(1, 3);
    const asked = [];
    for (let now = 0; now < 2000; now += 10) asked.push(...missing.due(now, 100));
    expect(asked).toEqual(new Array(8).fill(2));
    expect(missing.size).toBe(0);
    expect(missing.received(2, 2000)).toBe('known');
  });

  it('tells new, late and repeated packets apart', () => {
    const missing = new MissingPackets();
    expect(missing.received(10, 0)).toBe('new');
    expect(missing.received(12, 0)).toBe('new');
    expect(missing.received(11, 0)).toBe('late');
    expect(missing.received(11, 0)).toBe('known');
    expect(missing.received(9, 0)).toBe('known');
  });

  it('gives up what nobody asks for', () => {
    const missing = new MissingPackets();
    for (let index = 0; index < 100_000; index += 2) missing.received(index, index);
    expect(missing.size).toBe(512);
    expect(missing.received(99_998 - 1025, 100_000)).toBe('known');
    expect(missing.received(99_998 - 1023, 100_000)).toBe('late');
  });

  it('takes a very long gap for a break', () => {
    const missing = after(10, 12);
    expect(missing.received(12 + 514, 0)).toBe('broken');
    expect(missing.due(1000, 50)).toEqual([]);
    expect(missing.received(12 + 514 + 513, 0)).toBe('new');
    expect(missing.size).toBe(512);
  });
});
