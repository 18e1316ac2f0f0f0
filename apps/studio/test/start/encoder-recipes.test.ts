import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { encoderRecipes, shellQuote } from '../../src/start/encoder-recipes.js';

const url = 'https://h/whip/endpoint/live';

function command(id: string, token: string): string {
  return encoderRecipes({ url, token }).find((recipe) => recipe.id === id)?.command ?? '';
}

/** The words a shell makes of a command. */
function words(text: string): string[] {
  const script = `printf '%s\\0' ${text}`;
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

describe('a shell word', () => {
  it.each(['plain-token_1.2', "it's", 'a b', '$HOME', '`id`', 'a"b', '\\', '!', '*', ''])(
    'of %j stays what it is',
    (word) => {
      expect(words(shellQuote(word))).toEqual([word]);
    },
  );
});

describe('recipes', () => {
  it('for OBS are the three fields of its dialog', () => {
    const obs = encoderRecipes({ url, token: 'secret' })[0];
    expect(obs?.fields).toEqual([
      { label: 'Service', value: 'WHIP' },
      { label: 'Server', value: url },
      { label: 'Bearer Token', value: 'secret' },
    ]);
  });

  it.each([
    ['ffmpeg', '-authorization', ` ${url}`],
    ['gstreamer', 'signaller::auth-token=', `signaller::whip-endpoint=${url}`],
  ])('for %s hold URL and token, quoted for a shell', (id, tokenOption, urlPart) => {
    const token = "we'ird $token";
    const text = command(id, token);
    expect(text).toContain(urlPart);
    expect(words(text.replaceAll('!', "'!'")).join(' ')).toContain(token);
    expect(command(id, '')).not.toContain(tokenOption);
  });

  it('for FFmpeg is the command of the README, with URL and token', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    const [, shown = ''] = /```sh\n(ffmpeg [^`]*)```/.exec(readme) ?? [];
    const expected = shown.replace('"$TOKEN"', 'secret').replace('"$WHIP_URL"', url);
    expect(words(command('ffmpeg', 'secret'))).toEqual(words(expected));
  });

  it('can be pasted as they are: every line but the last goes on', () => {
    for (const { command: text } of encoderRecipes({ url, token: 't' })) {
      const lines = text?.split('\n') ?? ['last'];
      expect(lines.slice(0, -1).every((line) => line.endsWith(' \\'))).toBe(true);
      expect(lines.at(-1)).not.toMatch(/\\$/);
    }
  });
});
