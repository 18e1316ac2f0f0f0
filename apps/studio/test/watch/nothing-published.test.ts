import { describe, expect, it } from '@jest/globals';
import { ClientError } from '@whipway/client';
import { isNothingPublished } from '../../src/watch/nothing-published.js';

describe('nothing published', () => {
  // biome-ignore format: one case a line
  it.each([
    [new ClientError('refused', '', { status: 404, retryAfter: 2000 }), true],
    [new ClientError('refused', '', { status: 404 }),                   false],
    [new ClientError('refused', '', { status: 401, retryAfter: 2000 }), false],
    [new ClientError('session-gone'),                                   true],
    [new ClientError('connection-lost'),                                true],
    [new ClientError('unreachable'),                                    false],
    [new Error('odd'),                                                  false],
  ])('is %p: %p', (error, expected) => {
    expect(isNothingPublished(error)).toBe(expected);
  });
});
