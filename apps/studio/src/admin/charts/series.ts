import type { SessionStatistics, TrackStatistics } from '../api/wire.js';

/** What the charts show of one moment. Whatever is not known is null: a gap in the line. */
export interface Sample {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** Bits per second of all tracks. */
  readonly bitrate: number | null;
  /** Milliseconds. */
  readonly roundTripTime: number | null;
  /** Share of packets that did not arrive since the sample before, 0 to 1. */
  readonly loss: number | null;
}

/** Samples of a session, oldest first, with the last numbers to compare the next with. */
export interface Series {
  readonly samples: readonly Sample[];
  readonly latest: SessionStatistics | undefined;
}

export const NO_SERIES: Series = { samples: [], latest: undefined };

/** How many samples are kept: five minutes, one a second. */
const KEPT = 300;
/** Samples further apart than this have a gap between them, milliseconds. */
const GAP = 5_000;

/** The series with the numbers of one more moment. */
export function addSample(series: Series, stats: SessionStatistics, at: number): Series {
  const last = series.samples.at(-1);
  const seconds = last ? (at - last.at) / 1000 : 0;
  const before = seconds > 0 && seconds * 1000 <= GAP ? series.latest : undefined;
  const sample: Sample = {
    at,
    bitrate: bitrateOf(stats, before, seconds),
    roundTripTime: stats.roundTripTime ?? null,
    loss: lossOf(stats, before),
  };
  const gap = last && at - last.at > GAP ? [emptySample(last.at + 1)] : [];
  return { samples: [...series.samples, ...gap, sample].slice(-KEPT), latest: stats };
}

function emptySample(at: number): Sample {
  return { at, bitrate: null, roundTripTime: null, loss: null };
}

/** What the server measured, or else the growth of its byte counts. */
function bitrateOf(
  { tracks }: SessionStatistics,
  before: SessionStatistics | undefined,
  seconds: number,
): number | null {
  if (tracks.length === 0) return null;
  if (tracks.every(({ bitrate }) => bitrate !== undefined))
    return sum(tracks, ({ bitrate }) => bitrate ?? 0);
  if (!before) return null;
  const bytes = sum(tracks, (track) => growth(track, before, ({ bytes }) => bytes));
  return (bytes * 8) / seconds;
}

function lossOf(
  { tracks }: SessionStatistics,
  before: SessionStatistics | undefined,
): number | null {
  const counted = tracks.filter(({ packetsLost }) => packetsLost !== undefined);
  if (!before || counted.length === 0) return null;
  const lost = sum(counted, (track) =>
    growth(track, before, ({ packetsLost }) => packetsLost ?? 0),
  );
  const arrived = sum(counted, (track) => growth(track, before, ({ packets }) => packets));
  return lost + arrived === 0 ? 0 : lost / (lost + arrived);
}

/** How much a count grew since before; a late packet can make a loss shrink, which counts as none. */
function growth(
  track: TrackStatistics,
  before: SessionStatistics,
  count: (track: TrackStatistics) => number,
): number {
  const old = before.tracks.find((one) => trackKey(one) === trackKey(track));
  return Math.max(0, count(track) - (old ? count(old) : 0));
}

/** Tells the tracks of a session apart. */
export function trackKey({ kind, mid, rid, ssrc }: TrackStatistics): string {
  return [kind, mid, rid, ssrc].join(' ');
}

function sum(
  tracks: readonly TrackStatistics[],
  value: (track: TrackStatistics) => number,
): number {
  return tracks.reduce((total, track) => total + value(track), 0);
}
