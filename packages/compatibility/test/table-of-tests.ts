import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BACKEND_TABLE } from '../src/backend-table.js';
import { CLIENT_TABLE } from '../src/client-table.js';
import type { NamedTest } from '../src/proof.js';
import { ROOT } from '../src/run-suites.js';
import type { Table } from '../src/table.js';

export const TABLES: readonly Table[] = [BACKEND_TABLE, CLIENT_TABLE];

/** Every test a table counts on, once. */
export function namedTests(): readonly NamedTest[] {
  const proofs = TABLES.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.proofs)));
  const tests = proofs.flatMap((proof) =>
    'tests' in proof ? [...proof.tests, ...(proof.gap ? [proof.gap] : [])] : [],
  );
  return [...new Map(tests.map((test) => [JSON.stringify(test), test])).values()];
}

/** What stands in a test's title for a value of its table. */
const PLACEHOLDER = /%[sdij]|\$\w+(?:\.\w+)*|\$\{[^}]*\}/;

/** True when a test of the file has a title that can begin so. */
export function isThere({ file, title }: NamedTest): boolean {
  return titlesIn(file).some((template) => begins(template, title));
}

/** Titles as they stand in the source, values not filled in. */
function titlesIn(file: string): readonly string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const calls = /(?:\bit\(|\)\()\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g;
  return [...source.matchAll(calls)].map(([, quoted, template]) => quoted ?? template ?? '');
}

function begins(template: string, title: string): boolean {
  const parts = template.split(PLACEHOLDER);
  // A title that is all value says nothing: it would begin with anything.
  if (parts.every((part) => part.trim() === '')) return false;
  if (parts.length === 1) return template.startsWith(title);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // A title may end before the template does, inside its last value.
  const [first = '', ...rest] = escaped;
  return new RegExp(`^${first}.+${rest.slice(0, -1).join('.+')}`).test(`${title} `);
}
