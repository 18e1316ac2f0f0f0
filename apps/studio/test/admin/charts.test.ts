import { describe, expect, it } from '@jest/globals';
import type { SessionStatistics, TrackStatistics } from '../../src/admin/api/wire.js';
import {
  chartColumns,
  chartSummary,
  latestValue,
  scaleTop,
} from '../../src/admin/charts/chart-data.js';
import { addSample, NO_SERIES, type Series } from '../../src/admin/charts/series.js';

function stats(part: Partial<TrackStatistics> = {}, roundTripTime?: number): SessionStatistics {
  return {
    ...(roundTripTime === undefined ? {} : { roundTripTime }),
    tracks: [{ kind: 'video', mid: '0', packets: 0, bytes: 0, ...part }],
  };
}

function series(...moments: readonly (readonly [number, SessionStatistics])[]): Series {
  return moments.reduce((before, [at, one]) => addSample(before, one, at), NO_SERIES);
}

describe('a sample', () => {
  it('has the bitrate that the server measured', () => {
    const { samples } = series([0, stats({ bitrate: 900 }, 12)]);
    expect(samples).toEqual([{ at: 0, bitrate: 900, roundTripTime: 12, loss: null }]);
  });

  it('has the growth of the bytes where it did not', () => {
    const { samples } = series([0, stats({ bytes: 1000 })], [2000, stats({ bytes: 3000 })]);
    expect(samples.map(({ bitrate }) => bitrate)).toEqual([null, 8000]);
  });

  it('has the share of packets lost since the one before', () => {
    const { samples } = series(
      [0, stats({ packets: 100, packetsLost: 50 })],
      [1000, stats({ packets: 190, packetsLost: 60 })],
      [2000, stats({ packets: 290, packetsLost: 60 })],
      [3000, stats({ packets: 290, packetsLost: 60 })],
      [4000, stats({ packets: 390, packetsLost: 50 })],
    );
    expect(samples.map(({ loss }) => loss)).toEqual([null, 0.1, 0, 0, 0]);
  });

  it('of a track that came later counts all of it', () => {
    const two: SessionStatistics = {
      tracks: [
        ...stats({ bytes: 1000 }).tracks,
        { kind: 'audio', mid: '1', packets: 1, bytes: 500 },
      ],
    };
    expect(series([0, stats({ bytes: 1000 })], [1000, two]).samples[1]?.bitrate).toBe(4000);
  });

  it('of a session without tracks has no numbers', () => {
    expect(series([0, { tracks: [] }]).samples[0]).toMatchObject({ bitrate: null, loss: null });
  });

  it('after a pause does not count what came meanwhile, and leaves a gap', () => {
    const { samples } = series([0, stats({ bytes: 0 })], [60_000, stats({ bytes: 9_000_000 })]);
    expect(samples.map(({ at, bitrate }) => [at, bitrate])).toEqual([
      [0, null],
      [1, null],
      [60_000, null],
    ]);
  });

  it('is kept for five minutes', () => {
    let all = NO_SERIES;
    for (let second = 0; second < 400; second += 1)
      all = addSample(all, stats({ bitrate: second }), second * 1000);
    expect(all.samples).toHaveLength(300);
    expect(all.samples[0]?.bitrate).toBe(100);
  });
});

describe('a chart', () => {
  const { samples } = series(
    [1000, stats({ bitrate: 1 })],
    [2000, stats({ bitrate: 3 })],
    [3000, stats({ bitrate: 2 })],
  );

  it('is columns of seconds and values', () => {
    expect(chartColumns(samples, 'bitrate')).toEqual([
      [1, 2, 3],
      [1, 3, 2],
    ]);
    expect(chartColumns(samples, 'roundTripTime')[1]).toEqual([null, null, null]);
  });

  it('can be read', () => {
    const text = (value: number) => `${value} b`;
    expect(chartSummary('Bitrate', samples, 'bitrate', text)).toBe(
      'Bitrate: now 2 b, between 1 b and 3 b since this page is open',
    );
    expect(chartSummary('Loss', samples, 'loss', text)).toBe('Loss: no numbers yet');
    expect(latestValue(samples, 'bitrate')).toBe(2);
    expect(latestValue(samples, 'loss')).toBeUndefined();
  });

  it('has a scale with room above, that does not blow up noise', () => {
    expect(scaleTop(100, 10)).toBe(125);
    expect(scaleTop(1, 10)).toBe(10);
    expect(scaleTop(null, 10)).toBe(10);
  });
});
