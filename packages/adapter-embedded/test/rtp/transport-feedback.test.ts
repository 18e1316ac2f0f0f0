import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RtcpHeader, RtcpTransportLayerFeedback, StatusVectorChunk, TransportWideCC } from 'werift';
import { TransportFeedback } from '../../src/rtp/transport-feedback.js';

const OWN = 1;
const MEDIA = 2;

/** Reads a report with werift's own reader: sequence number → arrival in ms. */
function read(report: Buffer): ReadonlyMap<number, number> {
  const header = RtcpHeader.deSerialize(report.subarray(0, 4));
  expect(header).toMatchObject({ type: 205, count: 15, length: report.length / 4 - 1 });
  const { feedback } = RtcpTransportLayerFeedback.deSerialize(report.subarray(4), header);
  if (!(feedback instanceof TransportWideCC)) throw new Error('no transport-wide feedback');
  expect(feedback).toMatchObject({ senderSsrc: OWN, mediaSourceSsrc: MEDIA });
  const symbols = feedback.packetChunks.flatMap((chunk) =>
    chunk instanceof StatusVectorChunk ? chunk.symbolList : [],
  );
  const deltas = feedback.recvDeltas.map(({ delta }) => delta / 1000);
  const arrivals = new Map<number, number>();
  let time = feedback.referenceTime * 64;
  for (let place = 0; place < feedback.packetStatusCount; place += 1) {
    if (symbols[place] === 0) continue;
    time += deltas.shift() ?? Number.NaN;
    arrivals.set((feedback.baseSequenceNumber + place) % 65_536, time);
  }
  expect(deltas).toEqual([]);
  return arrivals;
}

function reportOf(feedback: TransportFeedback): ReadonlyMap<number, number> {
  const report = feedback.report(MEDIA);
  if (!report) throw new Error('there is no report');
  return read(report);
}

describe('TransportFeedback', () => {
  it('tells arrivals to a quarter of a millisecond, and what is missing', () => {
    const feedback = new TransportFeedback(OWN);
    feedback.received(10, 1000);
    feedback.received(11, 1000.25);
    feedback.received(14, 1100.5);
    feedback.received(13, 1120);
    expect(reportOf(feedback)).toEqual(
      new Map([
        [10, 1000],
        [11, 1000.25],
        [13, 1120],
        [14, 1100.5],
      ]),
    );
  });

  it('tells each arrival once, and losses between reports', () => {
    const feedback = new TransportFeedback(OWN);
    feedback.received(65_534, 500);
    expect([...reportOf(feedback).keys()]).toEqual([65_534]);
    expect(feedback.report(MEDIA)).toBeUndefined();
    feedback.received(1, 600);
    const report = feedback.report(MEDIA) ?? Buffer.alloc(0);
    expect(report.readUInt16BE(12)).toBe(65_535);
    expect(report.readUInt16BE(14)).toBe(3);
    expect(report.readUInt8(19)).toBe(1);
    expect([...read(report).keys()]).toEqual([1]);
  });

  it('leaves a jump of many packets out rather than write a huge report', () => {
    const feedback = new TransportFeedback(OWN);
    feedback.received(1, 10);
    feedback.report(MEDIA);
    feedback.received(20_000, 20);
    expect(feedback.report(MEDIA)?.length).toBeLessThan(40);
  });

  it('is read back as it was, whatever came', () => {
    const arrival = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 4000 }));
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 60 }), (arrivals) => {
        const feedback = new TransportFeedback(OWN);
        const first = new Map<number, number>();
        for (const [sequenceNumber, quarters] of arrivals) {
          const time = 10_000 + quarters / 4;
          feedback.received(sequenceNumber + 65_400, time);
          const key = (sequenceNumber + 65_400) % 65_536;
          if (!first.has(key)) first.set(key, time);
        }
        const report = reportOf(feedback);
        expect(new Map([...report].sort())).toEqual(new Map([...first].sort()));
      }),
    );
  });
});
