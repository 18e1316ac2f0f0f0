import { describe, expect, it } from '@jest/globals';
import { figuresOf } from '../../src/embedded/figures.js';

describe('figuresOf', () => {
  it('counts only what lies between the two looks, and divides by packets in and out', () => {
    const before = { at: 1_000, cpu: 500, packetsIn: 100, bytesIn: 50_000, packetsOut: 2_000 };
    const after = { at: 3_000, cpu: 710, packetsIn: 1_100, bytesIn: 300_000, packetsOut: 22_000 };
    expect(figuresOf({ before, after, delivered: 19_000, missing: 7 })).toEqual({
      packetsInPerSecond: 500,
      packetsOutPerSecond: 10_000,
      bitrateIn: 1_000_000,
      microsecondsPerPacket: 10,
      core: 0.105,
      deliveredPerSecond: 9_500,
      missing: 7,
    });
  });
});
