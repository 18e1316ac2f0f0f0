import type { Budget } from '../report/budget.js';
import type { Case } from './cases.js';
import type { Summary } from './summary.js';

/** What one budget compares: ours, and the base in the same run. */
interface BudgetPlan extends Pick<Budget, 'what' | 'atMost' | 'atLeast'> {
  readonly base: Case;
  readonly figure: keyof Summary;
}

const raw = (inFlight: number): Case => ({ way: 'raw', far: 'janus', inFlight });
const bare = (inFlight: number): Case => ({ way: 'bare', far: 'fake', inFlight });

/** The bars of the plan of record for this bench. */
// biome-ignore format: one row a line, read it as a table
const PLANS: readonly BudgetPlan[] = [
  { what: 'POST p50 ms, real Janus, 1 in flight, to raw',             base: raw(1),   figure: 'p50',               atMost: 1.3 },
  { what: 'POST p95 ms, real Janus, 1 in flight, to raw',             base: raw(1),   figure: 'p95',               atMost: 1.5 },
  { what: 'sessions/s, real Janus, 50 in flight, to raw',             base: raw(50),  figure: 'sessionsPerSecond', atLeast: 0.95 },
  { what: 'gateway CPU ms a session, fake, 1 in flight, to bare',     base: bare(1),  figure: 'gatewayCpu',        atMost: 2 },
  { what: 'gateway CPU ms a session, fake, 50 in flight, to bare',    base: bare(50), figure: 'gatewayCpu',        atMost: 2 },
];

/** Those whose cases did not run are left out. */
export function janusBudgets(find: (wanted: Case) => Summary | undefined): readonly Budget[] {
  return PLANS.flatMap(({ base, figure, ...plan }) => {
    const [ours, theirs] = [find({ ...base, way: 'whipway' }), find(base)];
    return ours && theirs ? [{ ...plan, measured: ours[figure], base: theirs[figure] }] : [];
  });
}
