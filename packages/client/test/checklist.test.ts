import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const HERE = new URL('./', import.meta.url);
const FILE = new URL('../CHECKLIST.md', HERE);
const RULES = new URL('../../../docs/checklist.md', HERE);

/** A title that ends with the ids of the rules it proves. */
const TITLE = /'((?:[^'\\\n]|\\.)+) \(((?:[A-Z]-?\d+[ab]?,? ?)+)\)'/g;

interface Proof {
  readonly id: string;
  readonly test: string;
}

function proofs(): readonly Proof[] {
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .sort();
  return files.flatMap((path) =>
    [...readFileSync(new URL(path, HERE), 'utf8').matchAll(TITLE)].flatMap(
      ([, title = '', ids = '']) =>
        ids.split(', ').map((id) => ({ id, test: `${path.replace('.test.ts', '')}: ${title}` })),
    ),
  );
}

/** The client's rules by their id. */
function rules(): readonly (readonly [id: string, rule: string])[] {
  const text = readFileSync(RULES, 'utf8');
  return [...text.matchAll(/^\| (C-\d\d) \| (.*) \|$/gm)].map(([, id = '', rule = '']) => [
    id,
    rule,
  ]);
}

function document(): string {
  const found = proofs();
  const rows = rules().map(([id, rule]) => {
    const tests = found.filter((proof) => proof.id === id).map(({ test }) => test);
    return `| ${id} | ${rule} | ${tests.join('<br>').replaceAll('|', '\\|')} |`;
  });
  return [
    '# What a WHIP client must do, and what proves it',
    '',
    'The rules are those of [docs/checklist.md](../../docs/checklist.md); `%s` stands for the cases of a',
    'test. `chromium.live`, `firefox.live` and `node.live` run against a real server.',
    '',
    '| id | rule | tests |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

it('every rule has a test', () => {
  const proven = new Set(proofs().map(({ id }) => id));
  expect(rules()).toHaveLength(38);
  expect(rules().filter(([id]) => !proven.has(id))).toEqual([]);
});

it('CHECKLIST.md is printed from the tests (WHIPWAY_PRINT_DOCUMENTS=1 prints it)', () => {
  if (process.env['WHIPWAY_PRINT_DOCUMENTS']) writeFileSync(FILE, document());
  expect(readFileSync(FILE, 'utf8')).toBe(document());
});
