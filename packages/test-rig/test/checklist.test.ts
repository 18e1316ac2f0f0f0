import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const ROOT = new URL('../../../', import.meta.url);
const ID = /\b(?:[SCR]-\d{2,3}[ab]?|X\d{1,2})\b/g;

/** Every source and test file of the workspace. */
function sources(): string[] {
  return ['packages', 'apps'].flatMap((top) =>
    readdirSync(new URL(`${top}/`, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\/(src|test)\/.*\.tsx?$/.test(`/${path}`))
      .filter((path) => !path.includes('node_modules'))
      .map((path) => `${top}/${path}`),
  );
}

function listed(): Set<string> {
  const text = readFileSync(new URL('docs/checklist.md', ROOT), 'utf8');
  return new Set([...text.matchAll(/^\| ([A-Z]-?\d+[ab]?) \|/gm)].map(([, id = '']) => id));
}

describe('docs/checklist.md', () => {
  it('lists every rule that the code cites', () => {
    const ids = listed();
    const missing = sources().flatMap((path) => {
      const text = readFileSync(new URL(path, ROOT), 'utf8');
      const cited = text.match(ID) ?? [];
      return cited.filter((id) => !ids.has(id)).map((id) => `${path}: ${id}`);
    });
    expect(missing).toEqual([]);
  });

  it('says each rule once', () => {
    const text = readFileSync(new URL('docs/checklist.md', ROOT), 'utf8');
    const ids = [...text.matchAll(/^\| ([A-Z]-?\d+[ab]?) \|/gm)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(150);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
