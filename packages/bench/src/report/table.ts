/** One row, by column. */
export type Row = Readonly<Record<string, string | number>>;

/** A Markdown table with columns in line: numbers to the right, words to the left. */
export function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => {
    const cells = rows.map((row) => cell(row[name] ?? ''));
    const isNumber = rows.some((row) => typeof row[name] === 'number');
    const width = Math.max(3, name.length, ...cells.map(({ length }) => length));
    const align = (text: string) => (isNumber ? text.padStart(width) : text.padEnd(width));
    const rule = isNumber ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
    return [align(name), rule, ...cells.map(align)];
  });
  const lines = [...Array(rows.length + 2).keys()].map((line) =>
    columns.map((column) => column[line] ?? '').join(' | '),
  );
  return lines.map((line) => `| ${line} |`).join('\n');
}

/** Three digits that count. */
function cell(value: string | number): string {
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
