/** Coordinates of a line chart in a box of `width` × `height`, newest value at the right edge. */
export interface ChartPath {
  readonly line: string;
  /** The line, closed along the bottom. */
  readonly area: string;
  /** Value at the top edge. */
  readonly top: number;
}

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  /** How many values fill the width. */
  readonly capacity: number;
}

/** SVG paths for the latest values. Undefined with fewer than two. */
export function chartPath(values: readonly number[], box: ChartBox): ChartPath | undefined {
  const shown = values.slice(-box.capacity);
  if (shown.length < 2) return undefined;
  const top = niceTop(Math.max(...shown));
  const step = box.width / (box.capacity - 1);
  const points = shown.map((value, index) => {
    const x = box.width - (shown.length - 1 - index) * step;
    return [x, box.height * (1 - value / top)] as const;
  });
  const line = points.map(([x, y], index) => `${index ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`);
  const left = points[0]?.[0] ?? 0;
  const close = `L${box.width} ${box.height}L${left.toFixed(1)} ${box.height}Z`;
  return { line: line.join(''), area: line.join('') + close, top };
}

/** The next of 1, 2, 3, 5 × 10ⁿ above the value, so that the scale rarely changes. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 3, 5, 10].find((candidate) => candidate * power >= value * 1.05);
  return (factor ?? 20) * power;
}
