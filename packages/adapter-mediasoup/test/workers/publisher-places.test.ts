import { setImmediate } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type PublisherPlace, PublisherPlaces } from '../../src/workers/publisher-places.js';

function setUp() {
  const made: PublisherPlace[] = [];
  const state = { broken: false, attempts: 0 };
  const places = new PublisherPlaces(async () => {
    state.attempts += 1;
    if (state.broken) throw new Error('the worker is gone');
    const place = {} as PublisherPlace;
    made.push(place);
    return place;
  });
  return { made, places, state };
}

it('makes a place for who comes before one is ready', async () => {
  const { made, places } = setUp();
  expect(await places.take()).toBe(made[0]);
});

it('gives the place that was made beforehand, once', async () => {
  const { made, places, state } = setUp();
  places.prepare();
  await setImmediate();
  expect(state.attempts).toBe(1);
  expect(await places.take()).toBe(made[0]);
  expect(await places.take()).toBe(made[1]);
});

it('makes one beforehand however often it is told to, and not within the same turn', async () => {
  const { places, state } = setUp();
  places.prepare();
  places.prepare();
  await Promise.resolve();
  expect(state.attempts).toBe(0);
  await setImmediate();
  expect(state.attempts).toBe(1);
});

it('a place that could not be made is forgotten: the next publisher tries again', async () => {
  const { places, state } = setUp();
  state.broken = true;
  places.prepare();
  await setImmediate();
  expect(state.attempts).toBe(1);
  await expect(places.take()).rejects.toThrow('the worker is gone');
  state.broken = false;
  await expect(places.take()).resolves.toBeDefined();
});

it('who takes a place that is still being made hears of its failure', async () => {
  const { places, state } = setUp();
  state.broken = true;
  places.prepare();
  await setImmediate();
  const taken = places.take();
  places.prepare();
  await expect(taken).rejects.toThrow('the worker is gone');
});
