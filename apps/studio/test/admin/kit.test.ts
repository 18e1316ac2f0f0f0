import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { checkOffer, Tolerance } from '@whipway/core';
import { EXAMPLE_OFFER } from '../../src/admin/kit/example-offer.js';
import { kitRecipes, larixLink } from '../../src/admin/kit/kit-recipes.js';
import { kitToken } from '../../src/admin/kit/kit-token.js';
import { publicEndpointUrls } from '../../src/admin/kit/kit-urls.js';
import { qrPath } from '../../src/admin/kit/qr-path.js';
import { endpoint } from '../support/samples.js';

const url = 'https://h/whip/endpoint/live';

function command(id: string, token: string): string {
  return kitRecipes({ url, token }).find((recipe) => recipe.id === id)?.command ?? '';
}

describe('the kit', () => {
  it('has a tab for every program', () => {
    expect(kitRecipes({ url, token: 't' }).map(({ id }) => id)).toEqual([
      'obs',
      'ffmpeg',
      'gstreamer',
      'whip-publish',
      'curl',
    ]);
  });

  it('for whip-publish is one command', () => {
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command('whip-publish', "a'b $c")}`]);
    expect(words.toString().trim().split('\n')).toEqual([
      'npx',
      '@whipway/publisher',
      '--test-pattern',
      '--token',
      "a'b $c",
      '--url',
      url,
    ]);
    expect(command('whip-publish', '')).not.toContain('--token');
  });

  it('for curl is a command that a shell runs, with its offer', () => {
    const script = command('curl', "we'ird").replace(
      /^curl/,
      'show() { printf "%s\\n" "$@"; cat; }; show',
    );
    const output = execFileSync('sh', ['-c', script]).toString();
    expect(output).toContain("Authorization: Bearer we'ird\n");
    expect(output).toContain(`${url}\n`);
    expect(output.endsWith(`${EXAMPLE_OFFER.join('\n')}\n`)).toBe(true);
    expect(command('curl', '')).not.toContain('Authorization');
  });

  it('has an offer that keeps the rules', () => {
    const offer = `${EXAMPLE_OFFER.join('\r\n')}\r\n`;
    const tolerance = new Tolerance({ bodies: 'strict', ifMatch: 'strict' });
    expect(checkOffer(offer, { profile: 'publish', tolerance }).media).toHaveLength(2);
  });

  it('for Larix is a link with the address and without the token', () => {
    const link = larixLink({ url: `${url}?a=b&c`, token: 'secret' }, 'my show');
    const values = new URL(link.replace('larix://', 'https://')).searchParams;
    expect(link).toMatch(/^larix:\/\/set\/v1\?/);
    expect(values.get('conn[][url]')).toBe(`${url}?a=b&c`);
    expect(values.get('conn[][name]')).toBe('Whipway my show');
    expect(link).not.toContain('secret');
  });
});

describe('the addresses of the kit', () => {
  // biome-ignore format: one case a line
  it.each([
    ['https://h/studio/#/endpoints/a', undefined,                   'https://h/studio/whip/endpoint/a'],
    ['http://127.0.0.1:7080/',         'https://media.example.com', 'https://media.example.com/whip/endpoint/a'],
    ['http://127.0.0.1:7080/',         'https://example.com/live/', 'https://example.com/live/whip/endpoint/a'],
  ])('on %s, known as %s', (page, publicUrl, whip) => {
    expect(publicEndpointUrls(page, publicUrl, 'a').whip).toBe(whip);
  });
});

describe('the token of the kit', () => {
  const issued = { token: 'short', action: 'publish', expiresAt: 1 } as const;

  it('is the endpoint’s own, unless another was made', () => {
    expect(kitToken(endpoint('a'), undefined)).toBe('token-of-a');
    expect(kitToken(endpoint('a'), issued)).toBe('short');
  });

  it('is none where everybody may publish', () => {
    expect(kitToken(endpoint('a', { publish: 'public' }), issued)).toBe('');
  });
});

describe('a QR code', () => {
  it('is a square with a quiet zone and its three corners', () => {
    const { size, path } = qrPath('larix://set/v1?conn[][url]=https%3A%2F%2Fh');
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)].map((run) =>
      run.slice(1).map(Number),
    );
    expect(runs.length).toBeGreaterThan(100);
    for (const [x = 0, y = 0, length = 0, back] of runs) {
      expect(back).toBe(length);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
      expect(Math.max(x + length, y + 1)).toBeLessThanOrEqual(size - 4);
    }
    const corners = [
      [4, 4],
      [size - 11, 4],
      [4, size - 11],
    ];
    for (const [x, y] of corners) expect(runs).toContainEqual([x, y, 7, 7]);
  });

  it('says when a text is too long for any', () => {
    expect(() => qrPath('x'.repeat(4000))).toThrow();
  });
});
