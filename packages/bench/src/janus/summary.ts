import { median, percentile } from '../measure/percentile.js';
import type { Row } from '../report/table.js';
import type { Measured } from './lab.js';

/** Medians over the runs of one case. Times are milliseconds, CPU milliseconds a session. */
export interface Summary {
  readonly sessionsPerSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly deleteP50: number;
  readonly gatewayCpu: number;
  readonly farCpu: number;
  readonly loadCpu: number;
}

export function summarize(runs: readonly Measured[]): Summary {
  const over = (figure: (run: Measured) => number) => median(runs.map(figure));
  return {
    sessionsPerSecond: over(({ load }) => (load.opened.length / load.duration) * 1_000),
    p50: over(({ load }) => percentile(load.opened, 0.5)),
    p95: over(({ load }) => percentile(load.opened, 0.95)),
    p99: over(({ load }) => percentile(load.opened, 0.99)),
    deleteP50: over(({ load }) => percentile(load.closed, 0.5)),
    gatewayCpu: over(({ gatewayCpu }) => gatewayCpu),
    farCpu: over(({ farCpu }) => farCpu),
    loadCpu: over(({ loadCpu }) => loadCpu),
  };
}

/** A row of the main table. Memory is resident, MB. */
export function summaryRow(
  name: string,
  summary: Summary,
  memory: { readonly gateway: number; readonly far: number },
): Row {
  return {
    case: name,
    'sessions/s': summary.sessionsPerSecond,
    'POST p50 ms': summary.p50,
    p95: summary.p95,
    p99: summary.p99,
    'DELETE p50': summary.deleteP50,
    'gateway CPU': summary.gatewayCpu,
    'Janus CPU': summary.farCpu,
    'load CPU': summary.loadCpu,
    'gateway MB': memory.gateway,
    'Janus MB': memory.far,
  };
}
