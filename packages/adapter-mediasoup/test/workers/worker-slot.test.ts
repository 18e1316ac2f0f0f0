import { expect, it } from '@jest/globals';
import { SILENT_LOGGER } from '@whipway/core';
import type { MediaWorker } from '../../src/workers/media-worker.js';
import { WorkerSlot } from '../../src/workers/worker-slot.js';
import { ManualClock, settle } from '../support/manual-clock.js';

class FakeWorker {
  alive = true;
  closes = 0;
  readonly load = 0;
  readonly fate = 'media worker died';
  #died = (_error: Error) => {};

  onDied(listener: (error: Error) => void): void {
    this.#died = listener;
  }

  die(): void {
    this.alive = false;
    this.#died(new Error('killed'));
  }

  async close(): Promise<void> {
    this.alive = false;
    this.closes += 1;
  }
}

function setUp() {
  const clock = new ManualClock();
  const started: FakeWorker[] = [];
  const state = { broken: false, attempts: 0 };
  const slot = new WorkerSlot({
    clock,
    logger: SILENT_LOGGER,
    start: async () => {
      state.attempts += 1;
      if (state.broken) throw new Error('no program');
      const worker = new FakeWorker();
      started.push(worker);
      return worker as unknown as MediaWorker;
    },
  });
  return { clock, slot, started, state };
}

it('starts once, however many ask', async () => {
  const { slot, started } = setUp();
  await Promise.all([slot.start(), slot.start()]);
  await slot.start();
  expect(started).toHaveLength(1);
});

it('replaces a worker that died at once', async () => {
  const { slot, started } = setUp();
  await slot.start();
  started[0]?.die();
  expect(slot.worker).toBeUndefined();
  await settle();
  expect(slot.worker).toBe(started[1]);
});

it('tries again and again, ever slower, until one starts; then fast again', async () => {
  const { clock, slot, started, state } = setUp();
  await slot.start();
  state.broken = true;
  started[0]?.die();
  await clock.pass(60_000);
  // At 0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75 s, then every 10 s.
  expect(state.attempts).toBe(1 + 11);
  state.broken = false;
  await clock.pass(10_000);
  expect(slot.worker).toBe(started[1]);
  state.broken = true;
  started[1]?.die();
  await clock.pass(249);
  expect(state.attempts).toBe(14);
  await clock.pass(1);
  expect(state.attempts).toBe(15);
});

it('who asks in between does not wait for the next try', async () => {
  const { clock, slot, started, state } = setUp();
  await slot.start();
  state.broken = true;
  started[0]?.die();
  await clock.pass(20_000);
  state.broken = false;
  await expect(slot.start()).resolves.toBe(started[1]);
  await clock.pass(60_000);
  expect(started).toHaveLength(2);
});

it('a first start that fails is the asker’s to repeat', async () => {
  const { clock, slot, state } = setUp();
  state.broken = true;
  await expect(slot.start()).rejects.toThrow('no program');
  await clock.pass(60_000);
  expect(state.attempts).toBe(1);
});

it('close ends the worker, and nothing is started any more', async () => {
  const { clock, slot, started, state } = setUp();
  await slot.start();
  await slot.close();
  expect(started[0]?.closes).toBe(1);
  started[0]?.die();
  await clock.pass(60_000);
  expect(state.attempts).toBe(1);
});

it('close while it starts ends what comes', async () => {
  const { slot, started } = setUp();
  const starting = slot.start();
  await slot.close();
  await expect(starting).rejects.toThrow('the pool is closed');
  expect(started[0]?.closes).toBe(1);
});
