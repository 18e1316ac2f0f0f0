import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAdminRoute } from '../src/address/admin-route.js';

const folder = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', folder), 'utf8');
const sources = readdirSync(new URL('src/', folder), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.tsx'))
  .map((name) => readFileSync(new URL(`src/${name}`, folder), 'utf8'))
  .join('\n');

/** Every test id of the sources as a pattern: what stands in `${…}` can be anything. */
const WRITTEN =
  /(?:data-testid|testId)'?(?:=|: )(?:"([^"]+)"|'([^']+)'|\{?`([^`]+)`|\{[^}?]*\? '([^']+)' : '([^']+)')/g;
const patterns = [...sources.matchAll(WRITTEN)]
  .flatMap((match) => match.slice(1))
  .filter((id) => id !== undefined)
  // One that is all placeholders would fit everything.
  .filter((id) => /[a-z]{3}/.test(id.replace(/\$\{[^}]*\}/g, '')))
  .map((id) => new RegExp(`^${id.replace(/\$\{[^}]*\}/g, '[\\w.-]+')}$`));

describe('the README', () => {
  const ids = readme.slice(readme.indexOf('## Test ids')).matchAll(/`([a-z]+-[a-z-]*)(…?)`/g);
  const listed = [...ids].filter(([, id = '']) => !id.startsWith('data-'));

  it.each(listed.map(([, id = '', rest]) => (rest ? `${id}x` : id)))(
    'lists the test id %s, which is there',
    (id) => {
      expect(patterns.filter((pattern) => pattern.test(id))).not.toEqual([]);
    },
  );

  it('names the folders of the management, and no other', () => {
    const named = [...readme.matchAll(/`admin\/([a-z-]+)`/g)].map(([, name]) => name).sort();
    const there = readdirSync(new URL('src/admin/', folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
    expect(named).toEqual(there);
  });

  it('names addresses that the page knows', () => {
    const named = [...readme.matchAll(/`(#\/(?:endpoints|sessions|server)[^`]*)`/g)];
    expect(named.length).toBe(5);
    for (const [, route = ''] of named) expect(parseAdminRoute(route)).toBeDefined();
  });
});
