import { describe, expect, it } from '@jest/globals';
import { sameDigest, sha256 } from '../src/digest.js';
import { staticTokens } from '../src/static-tokens.js';
import { type EndpointTokens, TokenDirectory } from '../src/token-directory.js';

const ENDPOINTS: readonly EndpointTokens[] = [
  { id: 'both', token: 'p', watch: { token: 'w' } },
  { id: 'public', token: 'p', watch: 'public' },
  { id: 'default', token: 'p' },
  { id: 'free' },
  { id: 'free-private', watch: { token: 'w' } },
];

// biome-ignore format: one row a line, read it as a table
const ROWS: readonly (readonly [string, 'publish' | 'watch', string | undefined, string])[] = [
  ['both',         'publish', 'p',       'granted'],
  ['both',         'publish', 'w',       'insufficient'],
  ['both',         'publish', 'x',       'denied'],
  ['both',         'publish', undefined, 'denied'],
  ['both',         'watch',   'w',       'granted'],
  ['both',         'watch',   'p',       'granted'],
  ['both',         'watch',   'x',       'denied'],
  ['both',         'watch',   undefined, 'denied'],
  ['public',       'watch',   undefined, 'granted'],
  ['public',       'watch',   'x',       'granted'],
  ['public',       'publish', undefined, 'denied'],
  ['public',       'publish', 'p',       'granted'],
  ['default',      'watch',   'p',       'granted'],
  ['default',      'watch',   undefined, 'denied'],
  ['free',         'publish', undefined, 'granted'],
  ['free',         'watch',   undefined, 'granted'],
  ['free-private', 'publish', undefined, 'granted'],
  ['free-private', 'watch',   undefined, 'denied'],
  ['free-private', 'watch',   'w',       'granted'],
  ['unlisted',     'publish', 'p',       'denied'],
  ['unlisted',     'watch',   undefined, 'denied'],
];

describe('staticTokens', () => {
  const authorize = staticTokens(ENDPOINTS);

  it.each(ROWS)('%s: %s with %s is %s', async (endpointId, action, token, verdict) => {
    expect(await authorize(asking(action, endpointId, token))).toBe(verdict);
  });
});

/** What the handler asks about a POST. */
function asking(action: 'publish' | 'watch', endpointId: string, token: string | undefined) {
  return {
    action,
    method: 'POST',
    endpointId,
    opener: false,
    token,
    headers: { values: () => [] },
    query: new URLSearchParams(),
    signal: new AbortController().signal,
  };
}

it('a TokenDirectory takes changes with the next request', async () => {
  const tokens = new TokenDirectory();
  const verdict = (token: string) => tokens.authorize(asking('publish', 'live', token));
  expect(await verdict('one')).toBe('denied');
  tokens.set({ id: 'live', token: 'one' });
  expect(await verdict('one')).toBe('granted');
  tokens.set({ id: 'live', token: 'two' });
  expect([await verdict('one'), await verdict('two')]).toEqual(['denied', 'granted']);
  tokens.delete('live');
  expect(await verdict('two')).toBe('denied');
});

describe('digests', () => {
  it('are SHA-256 in hexadecimal', async () => {
    expect(await sha256('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it.each([
    ['same', 'abcd', 'abcd', true],
    ['first differs', 'abcd', 'xbcd', false],
    ['last differs', 'abcd', 'abcx', false],
    ['shorter', 'abc', 'abcd', false],
    ['empty', '', 'abcd', false],
  ])('compare: %s', (_name, one, other, same) => {
    expect(sameDigest(one, other)).toBe(same);
    expect(sameDigest(other, one)).toBe(same);
  });
});
