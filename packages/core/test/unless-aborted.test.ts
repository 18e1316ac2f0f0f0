import { describe, expect, it } from '@jest/globals';
import { AbortHandle, throwIfAborted, unlessAborted } from '../src/index.js';
import { gate, refusal } from './support/fake-gateway.js';
import { settle } from './support/manual-clock.js';

describe('unlessAborted', () => {
  it('gives what the work gives, and its error as it is', async () => {
    const { signal } = new AbortHandle();
    await expect(unlessAborted(async () => 7, { signal })).resolves.toBe(7);
    const broken = new TypeError('broken');
    const work = async () => {
      throw broken;
    };
    await expect(unlessAborted(work, { signal })).rejects.toBe(broken);
  });

  it('begins nothing when the signal has fired already', async () => {
    const abort = new AbortHandle();
    abort.abort();
    let begun = false;
    const work = async () => {
      begun = true;
    };
    expect(await refusal(unlessAborted(work, abort))).toMatchObject({ code: 'aborted' });
    expect(begun).toBe(false);
  });

  it('rejects at once, tells so, and gives away what still comes', async () => {
    const abort = new AbortHandle();
    const slow = gate();
    const told: string[] = [];
    const waiting = unlessAborted(
      async () => {
        await slow.promise;
        return 'late';
      },
      abort,
      { abandon: () => told.push('abandoned'), late: (value) => told.push(value) },
    );
    abort.abort();
    expect(await refusal(waiting)).toMatchObject({ code: 'aborted' });
    expect(told).toEqual(['abandoned']);
    slow.open();
    await settle();
    expect(told).toEqual(['abandoned', 'late']);
  });

  it('says nothing of an abort after the end, nor of an error after the abort', async () => {
    const abort = new AbortHandle();
    const told: string[] = [];
    const aftermath = { abandon: () => told.push('abandoned'), late: () => told.push('late') };
    await unlessAborted(async () => 1, abort, aftermath);
    abort.abort();
    const again = new AbortHandle();
    const failing = gate();
    const waiting = unlessAborted(() => failing.promise, again, { late: () => told.push('late') });
    again.abort();
    failing.fail(new Error('too late'));
    expect(await refusal(waiting)).toMatchObject({ code: 'aborted' });
    expect(told).toEqual([]);
  });

  it('rejects when the work cannot even begin, and listens no more', async () => {
    const abort = new AbortHandle();
    const told: string[] = [];
    const work = () => {
      throw new TypeError('broken');
    };
    const failing = unlessAborted(work, abort, { abandon: () => told.push('abandoned') });
    await expect(failing).rejects.toThrow('broken');
    abort.abort();
    expect(told).toEqual([]);
  });

  it('keeps a failed release to itself', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', hear);
    const abort = new AbortHandle();
    const slow = gate();
    const late = () => {
      throw new Error('cannot be released');
    };
    const waiting = unlessAborted(() => slow.promise, abort, { late });
    abort.abort();
    expect(await refusal(waiting)).toMatchObject({ code: 'aborted' });
    slow.open();
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', hear);
    expect(unhandled).toEqual([]);
  });
});

it('throwIfAborted throws once the signal has fired', () => {
  const abort = new AbortHandle();
  throwIfAborted(abort.signal);
  abort.abort();
  expect(() => throwIfAborted(abort.signal)).toThrow('abandoned');
});
