import { beforeEach, expect, it } from '@jest/globals';
import { SilenceWatch } from '../src/silence-watch.js';
import { ManualClock } from './support/manual-clock.js';

let clock: ManualClock;
let bytes: number;
let asked: number;
let said: string[];
let watch: SilenceWatch;
let answer: () => Promise<number>;

beforeEach(() => {
  clock = new ManualClock();
  bytes = 0;
  asked = 0;
  said = [];
  answer = async () => bytes;
  watch = new SilenceWatch({
    clock,
    received: () => {
      asked += 1;
      return answer();
    },
    up: () => said.push('up'),
    down: () => said.push('down'),
  });
});

/** RTP comes for so long. */
async function flow(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 100) {
    bytes += 1_000;
    await clock.pass(100);
  }
}

it('asks nothing before the first packet', async () => {
  await clock.pass(60_000);
  expect([asked, said, clock.waiting]).toEqual([0, [], 0]);
});

it('says up once while packets come', async () => {
  watch.heard();
  await flow(5_000);
  watch.heard();
  expect(said).toEqual(['up']);
  expect(asked).toBe(10);
});

it('says down after two seconds of silence, not before, and not again', async () => {
  watch.heard();
  await flow(1_000);
  await clock.pass(1_900);
  expect(said).toEqual(['up']);
  await clock.pass(700);
  expect(said).toEqual(['up', 'down']);
  await clock.pass(60_000);
  expect(said).toEqual(['up', 'down']);
});

it('says up again when packets come again', async () => {
  watch.heard();
  await clock.pass(3_000);
  await flow(600);
  expect(said).toEqual(['up', 'down', 'up']);
});

it('a lost transport is down at once, and up when packets come', async () => {
  watch.heard();
  await flow(500);
  watch.lost();
  expect(said).toEqual(['up', 'down']);
  await flow(600);
  expect(said).toEqual(['up', 'down', 'up']);
});

it('a lost transport that was never up says nothing', () => {
  watch.lost();
  expect(said).toEqual([]);
});

it('a question that fails is neither media nor silence', async () => {
  watch.heard();
  await flow(1_000);
  answer = () => Promise.reject(new Error('the worker is gone'));
  await clock.pass(10_000);
  expect(said).toEqual(['up']);
});

it('a slow answer is waited for, and counts nothing after the stop', async () => {
  const pending: ((value: number) => void)[] = [];
  answer = () => new Promise((resolve) => pending.push(resolve));
  watch.heard();
  await clock.pass(5_000);
  expect(asked).toBe(1);
  watch.stop();
  pending[0]?.(0);
  await clock.pass(5_000);
  expect([asked, said, clock.waiting]).toEqual([1, ['up'], 0]);
});
