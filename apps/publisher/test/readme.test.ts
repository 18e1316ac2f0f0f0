import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { makeCommand } from '../src/cli/command-line.js';
import { EXIT_CODES } from '../src/cli/exit-codes.js';
import { OPTION_ROWS } from '../src/cli/options.js';
import { TALK } from './support/talk.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The rows of the table with these column heads. */
function table(...heads: readonly string[]): readonly string[] {
  const lines = README.split('\n');
  const start = lines.indexOf(`| ${heads.join(' | ')} |`);
  if (start === -1) throw new Error(`no table ${heads.join(', ')}`);
  const rest = lines.slice(start + 2);
  return rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  );
}

describe('the README', () => {
  it('has every option, as --help has it', () => {
    const options = OPTION_ROWS.map(
      ({ flags, description }) => `| \`${flags}\` | ${description.replaceAll('|', '\\|')} |`,
    );
    expect(table('option', 'meaning')).toEqual(options);
    const help = makeCommand().helpInformation().replace(/\s+/g, ' ');
    for (const { flags, description } of OPTION_ROWS)
      expect(help).toContain(`${flags} ${description}`);
  });

  it('has every exit code', () => {
    const codes = Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`);
    expect(table('exit code', 'meaning')).toEqual(codes);
  });
});

describe('the README of the repository', () => {
  const root = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

  it('has the talk’s command, with another program’s name', () => {
    expect(root).toContain(TALK.replace('./whip-client', 'npx --no-install whip-publish'));
  });

  it('shows output as it is told', () => {
    const output = [...root.matchAll(/^```text\n(Publishing .*?)^```$/gms)].map(([, text]) => text);
    expect(output).toHaveLength(2);
    for (const text of output)
      expect(text).toMatch(
        /^Publishing .* to http.*\nConnected\.\nFirst frame sent after \d+ ms\.\n(?:\d\d:\d\d {2}.*bit\/s {2}rtt .* {2}loss \d\.\d %.*\n)+Ended after \d\d:\d\d\.\n$/,
      );
  });
});
