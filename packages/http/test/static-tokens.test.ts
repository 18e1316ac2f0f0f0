import { describe, expect, it } from '@jest/globals';
import { sameDigest, sha256 } from '../src/digest.js';
import { type EndpointTokens, staticTokens } from '../src/static-tokens.js';

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
    const answer = await authorize({
      action,
      method: 'POST',
      endpointId,
      token,
      headers: { values: () => [] },
      query: new URLSearchParams(),
      signal: new AbortController().signal,
    });
    expect(answer).toBe(verdict);
  });
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
