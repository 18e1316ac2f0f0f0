import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { type ChartColumns, scaleTop } from './chart-data.js';
import classes from './line-chart.module.css';

interface LineChartProps {
  /** The chart in words. */
  readonly label: string;
  readonly columns: ChartColumns;
  /** The scale reaches at least this high. */
  readonly least: number;
  readonly text: (value: number) => string;
}

/** Pixels. */
const HEIGHT = 132;
const AXIS_WIDTH = 74;
/** Seconds that the chart shows at least. */
const SPAN = 60;

/** A line over time. The canvas has its words in `label`. */
export function LineChart({ label, columns, least, text }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new UPlot(chartOptions(element, least, text), [[], []], element);
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [least, text]);
  useEffect(() => plot.current?.setData(columns), [columns]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read when it is drawn
  useEffect(() => plot.current?.redraw(false), [scheme]);
  return <div ref={box} role="img" aria-label={label} className={classes.chart} />;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium', hourCycle: 'h23' });

/** A minute at least, also before the first value. */
function timeRange(_plot: UPlot, first: number | null, last: number | null): UPlot.Range.MinMax {
  const end = last ?? Date.now() / 1000;
  return [Math.min(first ?? end, end - SPAN), end];
}

/** @param time seconds since the Unix epoch */
function clockText(time: number): string {
  return CLOCK.format(time * 1000);
}

function chartOptions(
  element: HTMLElement,
  least: number,
  text: (value: number) => string,
): UPlot.Options {
  const color = (name: string) => getComputedStyle(element).getPropertyValue(name).trim();
  const axis = {
    stroke: () => color('--mantine-color-dimmed'),
    grid: { stroke: () => color('--studio-line'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [10, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: {
      x: { range: timeRange },
      y: { range: (_plot, _min, max) => [0, scaleTop(max, least)] },
    },
    axes: [
      { ...axis, size: 26, space: 90, values: (_plot, times) => times.map(clockText) },
      { ...axis, size: AXIS_WIDTH, space: 36, values: (_plot, values) => values.map(text) },
    ],
    series: [
      {},
      {
        stroke: () => color('--studio-chart'),
        fill: () => `color-mix(in srgb, ${color('--studio-chart')} 14%, transparent)`,
        width: 2,
        points: { show: false },
      },
    ],
  };
}
