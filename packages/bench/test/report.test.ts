import { describe, expect, it } from '@jest/globals';
import { budgetRow, judge } from '../src/report/budget.js';
import { table } from '../src/report/table.js';

describe('a table', () => {
  it('is Markdown with columns in line', () => {
    const rows = [
      { case: 'raw', ms: 1.234, rate: 400.4 },
      { case: 'whipway', ms: 12.34, rate: Number.NaN },
    ];
    expect(table(rows).split('\n')).toEqual([
      '| case    |   ms | rate |',
      '| ------- | ---: | ---: |',
      '| raw     | 1.23 |  400 |',
      '| whipway | 12.3 |    – |',
    ]);
  });
});

describe('a budget', () => {
  const base = { what: 'p50', measured: 3, base: 2 };

  it.each([
    [{ atMost: 1.5 }, true],
    [{ atMost: 1.4 }, false],
    [{ atLeast: 1.5 }, true],
    [{ atLeast: 1.6 }, false],
  ])('with %j is met: %s', (bar, met) => {
    expect(judge({ ...base, ...bar })).toMatchObject({ ratio: 1.5, met });
  });

  it('that is not met says so in its row', () => {
    expect(budgetRow({ ...base, atMost: 1.3 })).toEqual({
      budget: 'p50',
      measured: 3,
      base: 2,
      ratio: 1.5,
      bar: '≤ 1.3 ×',
      verdict: 'NOT MET',
    });
  });

  it('needs a bar', () => {
    expect(() => judge(base)).toThrow('needs a bar');
  });
});
