import type { Budget } from '../report/budget.js';
import type { Case } from './cases.js';
import type { Summary } from './summary.js';

/** What one budget compares: ours, and the base in the same run. Less is better. */
interface BudgetPlan {
  readonly what: string;
  readonly base: Case;
  /** Milliseconds. */
  readonly figure: (summary: Summary) => number;
  readonly bar: number;
}

const raw = (inFlight: number): Case => ({ way: 'raw', far: 'janus', inFlight });
const bare = (inFlight: number): Case => ({ way: 'bare', far: 'fake', inFlight });
const time = ({ sessionsPerSecond }: Summary): number => 1_000 / sessionsPerSecond;

/** The bars of the plan of record; ≥ 0.95 × the sessions a second is ≤ 1.05 × the time of each. */
// biome-ignore format: one row a line, read it as a table
const PLANS: readonly BudgetPlan[] = [
  { what: 'POST p50, real Janus, 1 in flight; base: raw',            base: raw(1),   figure: ({ p50 }) => p50,               bar: 1.3 },
  { what: 'POST p95, real Janus, 1 in flight; base: raw',            base: raw(1),   figure: ({ p95 }) => p95,               bar: 1.5 },
  { what: 'time a session, real Janus, 50 in flight; base: raw',     base: raw(50),  figure: time,                           bar: 1.05 },
  { what: 'gateway CPU a session, fake, 1 in flight; base: bare',    base: bare(1),  figure: ({ gatewayCpu }) => gatewayCpu, bar: 2 },
  { what: 'gateway CPU a session, fake, 50 in flight; base: bare',   base: bare(50), figure: ({ gatewayCpu }) => gatewayCpu, bar: 2 },
];

/** Those whose cases did not run are left out. */
export function janusBudgets(find: (wanted: Case) => Summary | undefined): readonly Budget[] {
  return PLANS.flatMap(({ what, base, figure, bar }) => {
    const [ours, theirs] = [find({ ...base, way: 'whipway' }), find(base)];
    if (!ours || !theirs) return [];
    return { what: `${what}, ms`, measured: figure(ours), base: figure(theirs), atMost: bar };
  });
}
