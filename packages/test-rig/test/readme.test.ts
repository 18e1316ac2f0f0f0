import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import * as rig from '../src/index.js';
import { TEST_ADDRESS } from '../src/private-network.js';
import { REQUIREMENT_NAMES, requirement } from '../src/requirements.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it.each(REQUIREMENT_NAMES)('lists the requirement %s with its programs and variable', (name) => {
  const row = readme
    .split('\n')
    .find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
  const absent = requirement(name, { PATH: '' });
  const told = absent.found === undefined ? `${absent.missing} ${absent.enable}` : '';
  const programs = told.match(/^no (.*) on the PATH/)?.[1]?.split(' or ') ?? [];
  const variables = told.match(/\b(?:WHIPWAY_TEST_ADDRESS|[A-Z_]+_BIN)\b/g) ?? [];
  expect(programs.length + variables.length).toBeGreaterThan(0);
  for (const word of [...programs, ...variables]) expect(row).toContain(word);
});

it('names everything the index exports', () => {
  const absent = Object.keys(rig).filter((name) => !readme.match(`\\b${name}\\b`));
  expect(absent).toEqual([]);
});

it('tells the private address', () => {
  expect(readme).toContain(TEST_ADDRESS);
});
