import { type Path, pathText, valueAt, withValueAt } from './json-value.js';
import type { Problem } from './problem.js';

/** A value from the environment or a flag, laid over the file's. */
export interface Override {
  /** For people: `WHIPWAY__LISTEN__PORT`, `--port`. */
  readonly source: string;
  readonly path: Path;
  readonly value: unknown;
}

/** What a configuration file says. */
export interface FileLayer {
  readonly values: unknown;
  /** `whipway.yaml:3:5` of the value at a path, or of the nearest thing around it. */
  locate(path: Path): string;
}

export interface Layers {
  readonly raw: unknown;
  readonly problems: readonly Problem[];
  /** Who said what stands at a path. */
  sourceOf(path: Path): string;
}

/** Lays overrides over the file's values, later ones over earlier ones. */
export function layOver(file: FileLayer, overrides: readonly Override[]): Layers {
  const problems: Problem[] = [];
  let raw = file.values;
  for (const { path, value, source } of overrides) {
    const gap = gapIn(raw, path);
    if (gap === undefined) raw = withValueAt(raw, path, value);
    else problems.push({ source, path: pathText(path), message: gap });
  }
  const sourceOf = (path: Path) =>
    overrides.findLast((override) => startsWith(path, override.path))?.source ?? file.locate(path);
  return { raw, problems, sourceOf };
}

/** A list can grow by one entry, but not have holes. */
function gapIn(raw: unknown, path: Path): string | undefined {
  for (const [depth, key] of path.entries()) {
    if (typeof key !== 'number') continue;
    const list = valueAt(raw, path.slice(0, depth));
    const length = Array.isArray(list) ? list.length : 0;
    if (key > length) return `leaves a gap: the list has ${length} entries, counted from 0`;
  }
  return undefined;
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => path[index] === key);
}
