import { EventEmitter } from 'node:events';
import { expect, it } from '@jest/globals';
import type { types } from 'mediasoup';
import { type SharedRouter, SharedRouters } from '../../src/workers/shared-routers.js';
import { settle } from '../support/manual-clock.js';

class Opened implements SharedRouter {
  readonly observer = new EventEmitter();
  readonly router: types.Router;
  closes = 0;
  leaves = 0;

  constructor() {
    const close = () => {
      this.closes += 1;
      this.observer.emit('close');
    };
    this.router = { observer: this.observer, close } as unknown as types.Router;
  }

  leave = (): void => {
    this.leaves += 1;
  };
}

function setUp() {
  const made: Opened[] = [];
  const routers = new SharedRouters<Opened>();
  const open = async () => {
    const opened = new Opened();
    made.push(opened);
    return opened;
  };
  return { made, lease: (key = 'live') => routers.lease(key, open), routers };
}

it('one router for all users of a key, closed after the last', async () => {
  const { made, lease } = setUp();
  const [first, second] = await Promise.all([lease(), lease()]);
  expect(made).toHaveLength(1);
  first?.release();
  first?.release();
  await settle();
  expect([made[0]?.closes, made[0]?.leaves]).toEqual([0, 0]);
  second?.release();
  await settle();
  expect([made[0]?.closes, made[0]?.leaves]).toEqual([1, 1]);
});

it('another key is another router; a key that was left is opened anew', async () => {
  const { made, lease } = setUp();
  const first = await lease('a');
  await lease('b');
  first.release();
  await lease('a');
  expect(made).toHaveLength(3);
});

it('a router that closed by itself is not handed out again', async () => {
  const { made, lease } = setUp();
  const first = await lease();
  made[0]?.observer.emit('close');
  await lease();
  expect(made).toHaveLength(2);
  first.release();
  await settle();
  expect(made[0]?.leaves).toBe(1);
  expect(made[1]?.closes).toBe(0);
});

it('an opening that fails fails for all who wait, and the next one tries again', async () => {
  const { routers, lease } = setUp();
  const fail = () => Promise.reject(new Error('no worker'));
  const waiting = [routers.lease('live', fail), routers.lease('live', fail)];
  for (const one of waiting) await expect(one).rejects.toThrow('no worker');
  await expect(lease()).resolves.toBeDefined();
});
