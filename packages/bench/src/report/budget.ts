import type { Row } from './table.js';

/** One bar: a ratio within one run on one machine. */
export interface Budget {
  readonly what: string;
  readonly measured: number;
  readonly base: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Verdict {
  readonly ratio: number;
  readonly met: boolean;
  /** `≤ 2 ×`. */
  readonly bar: string;
}

/** @throws Error for a budget without a bar */
export function judge({ measured, base, atMost, atLeast }: Budget): Verdict {
  const ratio = measured / base;
  if (atMost !== undefined) return { ratio, met: ratio <= atMost, bar: `≤ ${atMost} ×` };
  if (atLeast !== undefined) return { ratio, met: ratio >= atLeast, bar: `≥ ${atLeast} ×` };
  throw new Error('a budget needs a bar');
}

/** A row of the closing table. */
export function budgetRow(budget: Budget): Row {
  const { ratio, met, bar } = judge(budget);
  const { what, measured, base } = budget;
  return { budget: what, measured, base, ratio, bar, verdict: met ? 'met' : 'NOT MET' };
}
