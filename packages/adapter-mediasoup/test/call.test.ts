import { expect, it } from '@jest/globals';
import { AbortHandle, NEVER_ABORTED, WhipError } from '@whipway/core';
import { abortable, toWhipError } from '../src/call.js';
import { settle } from './support/manual-clock.js';

const CALL = { signal: NEVER_ABORTED };

it('gives what the work gives', async () => {
  expect(await abortable(CALL, async () => 7)).toBe(7);
});

it('does not begin when the signal has fired', async () => {
  const abort = new AbortHandle();
  abort.abort();
  let begun = false;
  const work = async () => {
    begun = true;
  };
  await expect(abortable(abort, work)).rejects.toMatchObject({ code: 'aborted' });
  expect(begun).toBe(false);
});

it('stops waiting when the signal fires, and releases what still comes', async () => {
  const abort = new AbortHandle();
  let finish = (_value: string) => {};
  const released: string[] = [];
  const work = () => new Promise<string>((resolve) => (finish = resolve));
  const waiting = abortable(abort, work, (late) => released.push(late));
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  expect(released).toEqual([]);
  finish('late');
  await settle();
  expect(released).toEqual(['late']);
});

it('a failure after the abort is nobody’s', async () => {
  const abort = new AbortHandle();
  let fail = (_error: Error) => {};
  const waiting = abortable(abort, () => new Promise((_resolve, reject) => (fail = reject)));
  abort.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  fail(new Error('late'));
  await settle();
});

it.each([
  ['UnsupportedError', 'codec-unsupported'],
  ['WorkerClosedError', 'backend-unavailable'],
  ['InvalidStateError', 'backend-unavailable'],
  ['NotFoundError', 'backend-failed'],
  ['TypeError', 'backend-failed'],
  ['toString', 'backend-failed'],
])('mediasoup’s %s is %s, with the error kept as the cause', (name, code) => {
  const cause = Object.assign(new Error('inner words'), { name });
  const error = toWhipError(cause);
  expect(error).toMatchObject({ code, cause });
  expect(error.message).not.toContain('inner words');
});

it('a WhipError stays itself', () => {
  const error = new WhipError('offer-unsupported', 'as it is');
  expect(toWhipError(error)).toBe(error);
});
