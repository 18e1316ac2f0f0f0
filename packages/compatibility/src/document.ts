import type { Cell } from './cell.js';
import type { Table } from './table.js';

/** A cell as it is written. */
export type Written = Exclude<Cell, { readonly kind: 'failed' }>;

/** The cells of one table, by row and column. */
export type WrittenTable = ReadonlyMap<string, ReadonlyMap<string, Written>>;

export interface Writing {
  /** `2026-11-27` */
  readonly date: string;
  /** What was driven, and which of it: `Janus` → `1.1.2`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: readonly (readonly [table: Table, cells: WrittenTable])[];
}

const HEAD = `# Compatibility

Written by \`pnpm matrix\` from the results of tests; do not edit. *yes*: the tests behind it passed in
that run, against the real thing. *no* and *not run* have their reasons below the table.
`;

/** docs/compatibility.md, whole. */
export function compatibilityDocument({ date, versions, tables }: Writing): string {
  const driven = Object.entries(versions).map(([name, version]) => `| ${name} | ${version} |\n`);
  return [
    HEAD,
    `Run on ${date} with:\n\n| | version |\n|---|---|\n${driven.join('')}`,
    ...tables.map(([table, cells]) => tableText(table, cells)),
  ].join('\n');
}

function tableText({ title, text, columns, rows }: Table, cells: WrittenTable): string {
  const reasons: string[] = [];
  const lines = rows.map(({ name }) => {
    const shown = columns.map((column) => cellText(cells.get(name)?.get(column), reasons));
    return line([name, ...shown]);
  });
  const head = [line(['', ...columns]), `|---|${columns.map(() => '---|').join('')}\n`];
  const list = reasons.map((reason, index) => `${index + 1}. ${reason}\n`);
  return `## ${title}\n\n${text}\n\n${[...head, ...lines].join('')}${list.length > 0 ? `\n${list.join('')}` : ''}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`.replace(/^\| {2}\|/, '| |');
}

/** A reason is told once, and pointed to by its number. */
function cellText(cell: Written | undefined, reasons: string[]): string {
  if (!cell) throw new Error('a cell is missing');
  if (cell.kind === 'yes') return 'yes';
  const known = reasons.indexOf(cell.reason);
  const number = known < 0 ? reasons.push(cell.reason) : known + 1;
  return `${cell.kind} (${number})`;
}

/**
 * The cells as they stand in the document.
 *
 * @throws Error naming the row or column that is missing, or a cell that cannot be read
 */
export function readTable(document: string, { title, columns, rows }: Table): WrittenTable {
  const [, section = ''] = document.split(`## ${title}\n`);
  const [own = ''] = section.split('\n## ');
  const lines = own.split('\n');
  const reasons = lines.flatMap((text) => /^\d+\. (.*)$/.exec(text)?.[1] ?? []);
  const read = rows.map(({ name }) => {
    const [, ...cells] = splitLine(lines.find((text) => splitLine(text)[0] === name) ?? '');
    if (cells.length !== columns.length)
      throw new Error(`${title}: there is no row "${name}" of ${columns.length} columns`);
    const entries = columns.map((column, index) => [column, readCell(cells[index] ?? '', reasons)]);
    return [name, new Map(entries as [string, Written][])] as const;
  });
  return new Map(read);
}

function splitLine(text: string): readonly string[] {
  return text
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function readCell(text: string, reasons: readonly string[]): Written {
  if (text === 'yes') return { kind: 'yes' };
  const [, kind, number] = /^(no|not run) \((\d+)\)$/.exec(text) ?? [];
  const reason = reasons[Number(number) - 1];
  if ((kind !== 'no' && kind !== 'not run') || reason === undefined)
    throw new Error(`"${text}" is no cell`);
  return { kind, reason };
}
