import { describe, expect, it } from '@jest/globals';
import { PROMISES } from '@whipway/backend-conformance';
import { lacksOf, plan } from '../src/needs.js';
import type { Need, PromiseRow } from '../src/promises.js';
import { examine } from './examine.js';
import { MISSING, modestSubject } from './reference/modest-subject.js';
import { referenceSubject } from './reference/reference-subject.js';

const NEEDS = Object.keys(lacksOf(referenceSubject())) as Need[];
const ROWS = Object.entries(PROMISES) as [string, PromiseRow][];

describe('an honest backend', () => {
  it('keeps every promise', async () => {
    const subject = referenceSubject();
    const outcomes = await examine(subject);
    expect(outcomes.filter(({ failure }) => failure)).toEqual([]);
    const offered = ROWS.filter(([, { unless }]) => !unless).map(([id]) => id);
    expect(outcomes.map(({ id }) => id).sort()).toEqual(offered.sort());
    expect(subject.clock.pending).toBe(0);
  });

  it.each(NEEDS)('without %s keeps what is left, and what it declares', async (need) => {
    const outcomes = await examine(modestSubject(need));
    expect(outcomes.filter(({ failure }) => failure)).toEqual([]);
    const declared = outcomes.filter(({ name }) => name.includes(`[no ${need}: ${MISSING.no};`));
    expect(declared).toHaveLength(1);
  });
});

describe('the plan of a suite', () => {
  it.each(NEEDS)('without %s names every promise it leaves out', (need) => {
    const names = plan(lacksOf(modestSubject(need))).map(({ name }) => name);
    for (const [id, { unless }] of ROWS) {
      if (!unless) expect(names.join('\n')).toContain(id);
    }
  });

  it('wants a reason for what is missing', () => {
    const subject = { ...referenceSubject(), farSide: { no: ' ' } };
    expect(() => plan(lacksOf(subject))).toThrow('needs its reason');
  });
});
