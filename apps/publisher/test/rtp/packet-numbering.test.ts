import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PacketNumbering } from '../../src/rtp/packet-numbering.js';

const packet = (ssrc: number, sequenceNumber: number, timestamp = 0) => ({
  ssrc,
  sequenceNumber,
  timestamp,
});

function numbers(packets: readonly ReturnType<typeof packet>[], clockRate = 90_000, step = 10) {
  const numbering = new PacketNumbering(clockRate);
  return packets.map((each, index) => numbering.next(each, index * step));
}

describe('the numbers of sent packets', () => {
  it('are the encoder’s own, over the wrap and with what was lost on the way', () => {
    const given = [65_533, 65_535, 0, 3].map((number) => packet(7, number, number));
    expect(numbers(given)).toEqual(given);
  });

  it('go on where another encoder takes over, with a gap that shows', () => {
    const [, first, second] = numbers([
      packet(7, 100, 5000),
      packet(8, 9000, 1),
      packet(8, 9001, 91),
    ]);
    expect(first?.sequenceNumber).toBe(108);
    // Ten milliseconds of a 90 kHz clock later.
    expect(first?.timestamp).toBe(5900);
    expect(second).toEqual({ ssrc: 8, sequenceNumber: 109, timestamp: 5990 });
  });

  it('do not jump when the encoder’s do: SRTP would lose count of the wraps', () => {
    const [, after] = numbers([packet(7, 65_000), packet(7, 300)]);
    expect(after?.sequenceNumber).toBe(65_008);
  });

  it('keep the order of what comes out of order', () => {
    const given = [10, 12, 11, 13].map((number) => packet(7, number));
    expect(numbers(given).map(({ sequenceNumber }) => sequenceNumber)).toEqual([10, 12, 11, 13]);
  });

  it('never step further than SRTP can follow, whatever the encoders do', () => {
    const packets = fc.array(
      fc.record({
        ssrc: fc.constantFrom(1, 2),
        sequenceNumber: fc.integer({ min: 0, max: 65_535 }),
        timestamp: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      }),
      { minLength: 2, maxLength: 50 },
    );
    fc.assert(
      fc.property(packets, (given) => {
        const sent = numbers(given);
        let top = sent[0]?.sequenceNumber ?? 0;
        for (const { sequenceNumber, timestamp } of sent) {
          const step = (sequenceNumber - top) & 0xffff;
          expect(step <= 90 || step >= 65_536 - 90).toBe(true);
          expect(timestamp >= 0 && timestamp < 2 ** 32).toBe(true);
          if (step < 32_768) top = sequenceNumber;
        }
      }),
    );
  });
});
