import { describe, expect, it } from '@jest/globals';
import { Reception } from '../../src/rtp/reception.js';

describe('Reception', () => {
  it('counts losses since the last report and in all (RFC 3550, appendix A.3)', () => {
    const reception = new Reception(90_000);
    for (const index of [100, 101, 103, 104]) reception.add(index, 0, 10, 0);
    expect(reception.report()).toMatchObject({ fractionLost: 51, lost: 1, highestSequence: 104 });
    reception.addRepaired(10);
    for (const index of [105, 106]) reception.add(index, 0, 10, 0);
    expect(reception.report()).toMatchObject({ fractionLost: 0, lost: 0, highestSequence: 106 });
    expect(reception).toMatchObject({ packets: 7, bytes: 70, lost: 0 });
  });

  it('measures no jitter of a steady stream, rollover of the timestamp included', () => {
    const reception = new Reception(48_000);
    for (let packet = 0; packet < 200; packet += 1) {
      const timestamp = (2 ** 32 - 48_000 + packet * 960) % 2 ** 32;
      reception.add(packet, timestamp, 1, 1_800_000_000_000 + packet * 20);
    }
    expect(reception.jitter).toBe(0);
  });

  it('approaches the jitter of an unsteady one', () => {
    const reception = new Reception(90_000);
    for (let packet = 0; packet < 400; packet += 1)
      reception.add(packet, packet * 1800, 1, packet * 20 + (packet % 2) * 8);
    expect(reception.jitter).toBeGreaterThan(7);
    expect(reception.jitter).toBeLessThan(9);
  });

  it('reports nothing before the first packet', () => {
    const nothing = { fractionLost: 0, lost: 0, highestSequence: 0, jitter: 0 };
    expect(new Reception(90_000).report()).toEqual(nothing);
  });
});
