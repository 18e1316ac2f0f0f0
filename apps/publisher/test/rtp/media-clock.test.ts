import { describe, expect, it } from '@jest/globals';
import { MediaClock } from '../../src/rtp/media-clock.js';
import { middleOf, ntpDistance, ntpOf } from '../../src/rtp/ntp-time.js';

const NOON = Date.UTC(2026, 0, 1, 12);

describe('NTP time', () => {
  it('counts seconds from 1900 in its upper half', () => {
    expect(ntpOf(0) >> 32n).toBe(2_208_988_800n);
    expect(ntpOf(500) - ntpOf(0)).toBe(2n ** 31n);
  });

  it('is measured between two moments, forwards and backwards', () => {
    expect(ntpDistance(ntpOf(NOON), ntpOf(NOON + 1500))).toBeCloseTo(1500, 2);
    expect(ntpDistance(ntpOf(NOON + 1500), ntpOf(NOON))).toBeCloseTo(-1500, 2);
  });

  it('has a middle that counts 1/65536 s', () => {
    expect((middleOf(ntpOf(NOON + 1000)) - middleOf(ntpOf(NOON)) + 2 ** 32) % 2 ** 32).toBe(65_536);
  });
});

describe('the clock of an encoder', () => {
  it('says nothing before the first packet', () => {
    expect(new MediaClock(90_000).timestampAt(ntpOf(NOON))).toBeUndefined();
  });

  it('goes by arrival until it is told, and then only by what it was told', () => {
    const clock = new MediaClock(1000);
    clock.guess({ ntp: ntpOf(NOON), timestamp: 500 });
    expect(clock.timestampAt(ntpOf(NOON + 250))).toBe(750);
    clock.tell({ ntp: ntpOf(NOON), timestamp: 100 });
    clock.guess({ ntp: ntpOf(NOON), timestamp: 9999 });
    expect(clock.timestampAt(ntpOf(NOON + 250))).toBe(350);
    clock.reset();
    clock.guess({ ntp: ntpOf(NOON), timestamp: 7 });
    expect(clock.timestampAt(ntpOf(NOON))).toBe(7);
  });

  it('wraps at 32 bits, also backwards', () => {
    const clock = new MediaClock(1000);
    clock.tell({ ntp: ntpOf(NOON), timestamp: 2 ** 32 - 1 });
    expect(clock.timestampAt(ntpOf(NOON + 2))).toBe(1);
    clock.tell({ ntp: ntpOf(NOON), timestamp: 1 });
    expect(clock.timestampAt(ntpOf(NOON - 2))).toBe(2 ** 32 - 1);
  });
});
