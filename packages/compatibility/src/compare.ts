import { type Cell, cellOf } from './cell.js';
import { readTable, type WrittenTable } from './document.js';
import type { Table } from './table.js';
import type { TestResult } from './test-result.js';

/** All cells of a table, by the results of a run. */
export function evaluate(
  { columns, rows }: Table,
  results: readonly TestResult[],
): ReadonlyMap<string, ReadonlyMap<string, Cell>> {
  return new Map(
    rows.map(({ name, proofs }) => {
      const cells = columns.map((column) => {
        const proof = proofs[column];
        if (!proof) throw new Error(`${name}: no proof for ${column}`);
        return [column, cellOf(proof, results)] as const;
      });
      return [name, new Map(cells)] as const;
    }),
  );
}

/** What failed in a run, in words; empty: everything that ran can be written. */
export function failuresOf(table: Table, results: readonly TestResult[]): readonly string[] {
  return cellsOf(table, results).flatMap(([where, cell]) =>
    cell.kind === 'failed' ? [`${where}: ${cell.reason}`] : [],
  );
}

/** The cells, where nothing failed. @throws Error when something did */
export function writableTable(table: Table, results: readonly TestResult[]): WrittenTable {
  const failures = failuresOf(table, results);
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return evaluate(table, results) as WrittenTable;
}

/**
 * Where the document says something else than this run has shown, in words. What did not run is not
 * compared.
 */
export function differences(
  document: string,
  table: Table,
  results: readonly TestResult[],
): readonly string[] {
  const written = readTable(document, table);
  return cellsOf(table, results).flatMap(([where, cell, row, column]) => {
    const before = written.get(row)?.get(column);
    if (cell.kind === 'not run' || !before || text(cell) === text(before)) return [];
    return [`${where}: the document says ${text(before)}; this run says ${text(cell)}`];
  });
}

/** How many cells of each column a run has shown. What is only declared does not count. */
export function shownCells(
  table: Table,
  results: readonly TestResult[],
): ReadonlyMap<string, number> {
  const counts = new Map(table.columns.map((column) => [column, 0]));
  for (const [, cell, , column] of cellsOf(table, results))
    if (cell.kind === 'yes') counts.set(column, (counts.get(column) ?? 0) + 1);
  return counts;
}

function cellsOf(table: Table, results: readonly TestResult[]) {
  return [...evaluate(table, results)].flatMap(([row, cells]) =>
    [...cells].map(([column, cell]) => [`${row}, ${column}`, cell, row, column] as const),
  );
}

function text(cell: Cell): string {
  return cell.kind === 'yes' ? 'yes' : `${cell.kind}: ${cell.reason}`;
}
