import { isMissing } from './missing.js';
import { type Need, PROMISES, type PromiseId, type PromiseRow } from './promises.js';
import type { BackendSubject, BackendUnderTest } from './subject.js';

/** Why a part is not there; undefined: it is. */
export type Lacks = Readonly<Record<Need, string | undefined>>;

/** What the subject declares missing, with its reasons. */
export function lacksOf<Rig extends BackendUnderTest>(subject: BackendSubject<Rig>): Lacks {
  const { capabilities, farSide, faults } = subject;
  return {
    trickle: reason(capabilities.trickle),
    restart: reason(capabilities.restart),
    mediaReports: reason(capabilities.mediaReports),
    liveness: reason(capabilities.liveness),
    simulcast: reason(capabilities.simulcast),
    playback: reason(capabilities.playback),
    stats: reason(capabilities.stats),
    farSide: reason(farSide),
    farewell: reason(isMissing(farSide) ? farSide : farSide.farewell),
    outage: reason(faults.outage),
    stall: reason(faults.stall),
    restartRefusal: reason(faults.restartRefusal),
  };
}

function reason(part: unknown): string | undefined {
  if (!isMissing(part)) return undefined;
  if (part.no.trim() === '') throw new Error('what is declared missing needs its reason');
  return part.no;
}

/** One test to register. */
export interface PlannedTest {
  readonly id: PromiseId;
  readonly name: string;
}

/**
 * The tests of a subject. Nothing is left out in silence: a promise whose need is missing is named
 * in the test that holds the subject to its declaration.
 */
export function plan(lacks: Lacks): readonly PlannedTest[] {
  const rows = Object.entries(PROMISES) as [PromiseId, PromiseRow][];
  return rows
    .filter(([, { needs = [], unless }]) => {
      return needs.every((need) => !lacks[need]) && (!unless || lacks[unless] !== undefined);
    })
    .map(([id, row]) => ({ id, name: `${id}: ${row.sentence}${declaration(row, lacks)}` }));
}

function declaration({ unless }: PromiseRow, lacks: Lacks): string {
  if (!unless) return '';
  const leftOut = Object.entries(PROMISES as Record<string, PromiseRow>)
    .filter(([, { needs }]) => needs?.includes(unless))
    .map(([id]) => id);
  const instead = leftOut.length > 0 ? ` instead of ${leftOut.join(', ')}` : '';
  return ` [no ${unless}: ${lacks[unless]};${instead}]`;
}
