import { describe, expect, it } from '@jest/globals';
import type { MadeToken } from '../../src/admin/api/wire.js';
import { TokenIssue, tokenGround } from '../../src/admin/kit/token-issue.js';
import { endpoint } from '../support/samples.js';

/** Tokens that are given when the test says so. */
function issuer() {
  const asked: { seconds: number; give: (token: string) => void; refuse: () => void }[] = [];
  const issue = new TokenIssue(
    (seconds) =>
      new Promise<MadeToken>((resolve, reject) => {
        asked.push({
          seconds,
          give: (token) => resolve({ token, action: 'publish', expiresAt: 1 }),
          refuse: () => reject(new Error('no token')),
        });
      }),
  );
  return { issue, asked };
}

describe('the token of a kit', () => {
  it('is the one that was chosen, once it is there', async () => {
    const { issue, asked } = issuer();
    const made = issue.choose('900');
    expect(issue.view.get()).toMatchObject({ life: '900', pending: true, issued: undefined });
    asked[0]?.give('short');
    expect(await made).toBe(true);
    expect(asked[0]?.seconds).toBe(900);
    expect(issue.view.get()).toMatchObject({ pending: false, issued: { token: 'short' } });
  });

  it('is a new one for the same choice', async () => {
    const { issue, asked } = issuer();
    const first = issue.choose('900');
    asked[0]?.give('first');
    await first;
    const second = issue.renew();
    expect(issue.view.get().issued).toBeUndefined();
    asked[1]?.give('second');
    await second;
    expect(asked[1]?.seconds).toBe(900);
    expect(issue.view.get().issued?.token).toBe('second');
  });

  it('is that of the latest choice, whichever answer is the last', async () => {
    const { issue, asked } = issuer();
    const early = issue.choose('900');
    const late = issue.choose('3600');
    asked[1]?.give('an hour');
    await late;
    asked[0]?.give('a quarter');
    expect(await early).toBe(false);
    expect(issue.view.get()).toMatchObject({ life: '3600', issued: { token: 'an hour' } });
  });

  it('is the endpoint’s own when that was chosen meanwhile', async () => {
    const { issue, asked } = issuer();
    const early = issue.choose('900');
    await issue.choose('own');
    asked[0]?.give('short');
    await early;
    expect(issue.view.get()).toMatchObject({ life: 'own', issued: undefined, pending: false });
  });

  it('is the endpoint’s own when none is made, with the reason', async () => {
    const { issue, asked } = issuer();
    const made = issue.choose('900');
    asked[0]?.refuse();
    expect(await made).toBe(false);
    expect(issue.view.get()).toMatchObject({ life: 'own', error: new Error('no token') });
  });
});

describe('the ground of short-lived tokens', () => {
  const before = tokenGround(endpoint('a', { createdAt: 1 }));

  // biome-ignore format: one case a line
  it.each([
    ['token',      endpoint('a', { createdAt: 1, token: 'other' })],
    ['watch',      endpoint('a', { createdAt: 1, watch: 'public' })],
    ['watchToken', endpoint('a', { createdAt: 1, watchToken: 'other' })],
    ['createdAt',  endpoint('a', { createdAt: 2 })],
  ])('is another with another %s', (_, after) => {
    expect(tokenGround(after)).not.toBe(before);
  });

  it('stays the same with other options', () => {
    expect(tokenGround(endpoint('a', { createdAt: 1, revision: '2', settings: { x: 1 } }))).toBe(
      before,
    );
  });
});
