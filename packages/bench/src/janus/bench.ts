import { budgetRow } from '../report/budget.js';
import { type Row, table } from '../report/table.js';
import { janusBudgets } from './budgets.js';
import { CASES, type Case, caseName } from './cases.js';
import { measureHeld } from './held-sessions.js';
import { Lab, type Measured } from './lab.js';
import { type Summary, summarize, summaryRow } from './summary.js';

export interface JanusBenchOptions {
  readonly print: (text: string) => void;
  /** Sessions in one run of one case. Default 500. */
  readonly sessions?: number;
  /** Runs of each case; the table shows medians. Default 5. */
  readonly runs?: number;
  /** Sessions held at once, for what they cost. Default 10 000. */
  readonly held?: number;
}

/** Whipway in front of Janus, beside the bare exchange with Janus and with a stand-in. */
export async function benchJanus(options: JanusBenchOptions): Promise<void> {
  const { print, sessions = 500, runs = 5, held = 10_000 } = options;
  const lab = await Lab.start(print);
  try {
    const cases = CASES.filter((one) => lab.canRun(one));
    print(`\nmedians of ${runs} runs with ${sessions} sessions each; CPU is ms a session\n`);
    const summaries = await measureAll(lab, cases, sessions, runs);
    print(table(rowsOf(lab, cases, summaries)));
    const { budget, heap } = await measureHeld(lab, held, sessions);
    print(`\n${held} held sessions: ${heap.toFixed(1)} KiB of heap each (aim: ≤ 12)`);
    const budgets = [...janusBudgets((wanted) => summaries.get(caseName(wanted))), budget];
    print(`\nbudgets\n\n${table(budgets.map(budgetRow))}`);
  } finally {
    await lab.stop();
  }
}

/** Run after run, all cases in each: a machine that gets busy is then busy for all of them. */
async function measureAll(
  lab: Lab,
  cases: readonly Case[],
  sessions: number,
  runs: number,
): Promise<ReadonlyMap<string, Summary>> {
  const measured = new Map<string, Measured[]>(cases.map((one) => [caseName(one), []]));
  for (const one of cases) await lab.measure(one, sessions);
  for (let run = 1; run <= runs; run += 1)
    for (const one of cases) measured.get(caseName(one))?.push(await lab.measure(one, sessions));
  return new Map([...measured].map(([name, results]) => [name, summarize(results)]));
}

function rowsOf(
  lab: Lab,
  cases: readonly Case[],
  summaries: ReadonlyMap<string, Summary>,
): readonly Row[] {
  return cases.flatMap((one) => {
    const summary = summaries.get(caseName(one));
    return summary ? [summaryRow(caseName(one), summary, lab.memory(one))] : [];
  });
}
