import { describe, expect, it } from '@jest/globals';
import { ClientError } from '@whipway/client';
import { ReconnectPolicy } from '../../src/run/reconnect-policy.js';

const UNREACHABLE = new ClientError('unreachable');
const GONE = new ClientError('session-gone');
const refused = (status: number, retryAfter?: number) =>
  new ClientError('refused', undefined, {
    status,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });

function policy(limit = 60_000, fromTheStart = false) {
  const clock = { now: 1000 };
  const made = new ReconnectPolicy({ limit, fromTheStart, now: () => clock.now });
  return { clock, made, again: made.again };
}

describe('opening another session', () => {
  it('is not done when the first one fails: the options may be wrong', () => {
    const { again } = policy();
    for (const error of [UNREACHABLE, refused(404, 1000), refused(503)])
      expect(again(error)).toBe(false);
  });

  it('is done for a while after one has worked, counted from the loss', () => {
    const { clock, made, again } = policy(10_000);
    made.connected();
    expect(made.isReconnecting).toBe(false);
    expect(again(GONE)).toBe(true);
    expect(made.isReconnecting).toBe(true);
    clock.now += 9000;
    expect(again(UNREACHABLE)).toBe(true);
    clock.now += 2000;
    expect(again(UNREACHABLE)).toBe(false);
    made.connected();
    expect(again(UNREACHABLE)).toBe(true);
  });

  it('is not done when it would come too late', () => {
    const { made, again } = policy(10_000);
    made.connected();
    expect(again(refused(503, 20_000))).toBe(false);
  });

  // biome-ignore format: one status a line, read it as a table
  it.each([[404, true], [409, true], [429, true], [401, false], [403, false], [422, false]])(
    'after a loss and a %i: %s', (status, expected) => {
      const { made, again } = policy();
      made.connected();
      expect(again(refused(status))).toBe(expected);
    },
  );

  it('is never done with --reconnect 0', () => {
    const { made, again } = policy(0, true);
    made.connected();
    expect(again(GONE)).toBe(false);
  });

  it('is done from the start by who waits for something to play, not for a wrong token', () => {
    const { again } = policy(60_000, true);
    expect(again(refused(404, 1000))).toBe(true);
    expect(again(refused(401))).toBe(false);
  });
});
