import { describe, expect, it } from '@jest/globals';
import { differences, failuresOf, shownCells, writableTable } from '../src/compare.js';
import { compatibilityDocument, readTable } from '../src/document.js';
import type { Table } from '../src/table.js';
import type { TestResult } from '../src/test-result.js';

const shown = (file: string) => ({ tests: [{ file, title: 'shows it' }] });

const TABLE: Table = {
  title: 'Samples',
  text: 'Two rows.',
  columns: ['a', 'b'],
  rows: [
    { name: 'first', proofs: { a: shown('a.test.ts'), b: shown('b.test.ts') } },
    { name: 'second', proofs: { a: { no: 'why | not' }, b: { no: 'never' } } },
  ],
};

function passed(file: string, outcome: TestResult['outcome'] = 'passed'): TestResult {
  return { file, suite: '', title: 'shows it', outcome };
}

const BOTH = [passed('a.test.ts'), passed('b.test.ts')];

function document(results: readonly TestResult[]): string {
  const tables = [[TABLE, writableTable(TABLE, results)]] as const;
  return compatibilityDocument({ date: '2026-11-27', versions: { Acme: '1.2.3' }, tables });
}

describe('the document', () => {
  it('has a table, and under it each reason once', () => {
    const text = document([passed('a.test.ts')]);
    expect(text).toContain('| Acme | 1.2.3 |');
    expect(text.split('## Samples\n\n')[1]).toBe(
      [
        'Two rows.',
        '',
        '| | a | b |',
        '|---|---|---|',
        '| first | yes | not run (1) |',
        '| second | no (2) | no (3) |',
        '',
        '1. its suite was not part of the run',
        '2. why | not',
        '3. never',
        '',
      ].join('\n'),
    );
  });

  it('can be read again', () => {
    const cells = readTable(document(BOTH), TABLE);
    expect(cells.get('first')?.get('b')).toEqual({ kind: 'yes' });
    expect(cells.get('second')?.get('a')).toEqual({ kind: 'no', reason: 'why | not' });
  });

  it.each([
    ['a row is missing', 'first |', 'other |'],
    ['a cell says nothing known', '| yes |', '| perhaps |'],
    ['a reason is missing', '2. never', ''],
  ])('cannot be read when %s', (_what, from, to) => {
    expect(() => readTable(document(BOTH).replace(from, to), TABLE)).toThrow();
  });

  it('is not made from a run in which something failed', () => {
    const failed = [passed('a.test.ts', 'failed'), passed('b.test.ts')];
    expect(failuresOf(TABLE, failed)).toEqual(['first, a: a.test.ts: "shows it" failed']);
    expect(() => document(failed)).toThrow('"shows it" failed');
  });
});

describe('a later run', () => {
  it('agrees, and says nothing of what it did not run', () => {
    expect(differences(document(BOTH), TABLE, BOTH)).toEqual([]);
    expect(differences(document(BOTH), TABLE, [passed('a.test.ts')])).toEqual([]);
    expect(differences(document(BOTH), TABLE, [])).toEqual([]);
  });

  it('contradicts a yes that failed, or that is not there any more', () => {
    const failed = [passed('a.test.ts', 'failed')];
    expect(differences(document(BOTH), TABLE, failed)).toEqual([
      'first, a: the document says yes; this run says failed: a.test.ts: "shows it" failed',
    ]);
    const renamed = [{ ...passed('a.test.ts'), title: 'displays it' }];
    expect(differences(document(BOTH), TABLE, renamed)).toHaveLength(1);
  });

  it('contradicts what was not run before', () => {
    expect(differences(document([passed('a.test.ts')]), TABLE, BOTH)).toEqual([
      'first, b: the document says not run: its suite was not part of the run; this run says yes',
    ]);
  });
});

it('tells how much a run has shown, by column: what is only declared is nothing', () => {
  expect([...shownCells(TABLE, [])]).toEqual([
    ['a', 0],
    ['b', 0],
  ]);
  expect(shownCells(TABLE, [passed('a.test.ts')]).get('a')).toBe(1);
});
