import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { SERVER_QUIRKS } from '../src/relay/server-quirks.js';
import { backendSettings, endpointSettings } from '../src/settings.js';

const FILE = new URL('../README.md', import.meta.url);
const HEAD = '| rule | seen | what is done |\n|---|---|---|\n';

function printed(): string {
  const rows = Object.entries(SERVER_QUIRKS).map(
    ([rule, { seen, reaction }]) => `| \`${rule}\` | ${seen} | ${reaction} |\n`,
  );
  return HEAD + rows.join('');
}

/** `WHIPWAY_PRINT_DOCUMENTS=1 pnpm test readme` writes what is compared here. */
if (process.env['WHIPWAY_PRINT_DOCUMENTS']) {
  const [text = ''] = readFileSync(FILE, 'utf8').split(HEAD);
  writeFileSync(FILE, text + printed());
}

it('lists every quirk (WHIPWAY_PRINT_DOCUMENTS=1 prints them)', () => {
  expect(readFileSync(FILE, 'utf8')).toContain(printed());
});

it('shows configurations that can be used', () => {
  const blocks = [...readFileSync(FILE, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
  const shown = blocks.map(([, yaml = '']) => parse(yaml));
  expect(shown.map(({ endpoints }) => endpoints.length)).toEqual([2, 1]);
  for (const { backend, endpoints } of shown) {
    const { kind, ...block } = backend;
    expect(kind).toBe('whip');
    backendSettings.parse(block);
    for (const { whip = {} } of endpoints) endpointSettings.parse(whip);
  }
});
