import { Text } from '@mantine/core';
import classes from './bitrate-chart.module.css';
import { chartPath } from './chart-path.js';
import { bitrateText } from './formats.js';

const BOX = { width: 300, height: 84, capacity: 61 } as const;

/** The last minute, one value a second. */
export function BitrateChart({ values }: { readonly values: readonly number[] }) {
  const path = chartPath(values, BOX);
  return (
    <div className={classes.chart}>
      <svg
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Bitrate of the last minute"
      >
        <defs>
          <linearGradient id="bitrate-fill" x1="0" y1="0" x2="0" y2="1">
            <stop offset="0" stopColor="var(--studio-chart)" stopOpacity=".34" />
            <stop offset="1" stopColor="var(--studio-chart)" stopOpacity="0" />
          </linearGradient>
        </defs>
        {[0.5, 42, 83.5].map((y) => (
          <line key={y} x1="0" x2={BOX.width} y1={y} y2={y} className={classes.grid} />
        ))}
        {path && <path d={path.area} fill="url(#bitrate-fill)" />}
        {path && <path d={path.line} className={classes.line} />}
      </svg>
      <Text className={classes.top}>{path ? bitrateText(path.top) : ''}</Text>
      <div className={classes.times} aria-hidden="true">
        <span>60 s ago</span>
        <span>now</span>
      </div>
    </div>
  );
}
