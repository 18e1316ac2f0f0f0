import type { Sample } from './series.js';

/** The values of one chart. */
export type SampleKey = 'bitrate' | 'roundTripTime' | 'loss';

/** Columns as uPlot takes them: seconds since the Unix epoch, and values. */
export type ChartColumns = [number[], (number | null)[]];

export function chartColumns(samples: readonly Sample[], key: SampleKey): ChartColumns {
  return [samples.map(({ at }) => at / 1000), samples.map((sample) => sample[key])];
}

/** A chart in words, for who cannot see it. */
export function chartSummary(
  name: string,
  samples: readonly Sample[],
  key: SampleKey,
  text: (value: number) => string,
): string {
  const values = samples.flatMap((sample) => sample[key] ?? []);
  const latest = values.at(-1);
  if (latest === undefined) return `${name}: no numbers yet`;
  const low = text(Math.min(...values));
  const high = text(Math.max(...values));
  return `${name}: now ${text(latest)}, between ${low} and ${high} since this page is open`;
}

/** The newest value of a chart; undefined when there is none. */
export function latestValue(samples: readonly Sample[], key: SampleKey): number | undefined {
  return samples.at(-1)?.[key] ?? undefined;
}

/** Top of the scale: a quarter above the highest value, and never below `least`. */
export function scaleTop(highest: number | null, least: number): number {
  return Math.max((highest ?? 0) * 1.25, least);
}
