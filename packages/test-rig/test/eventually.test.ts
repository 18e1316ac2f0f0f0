import { expect, it } from '@jest/globals';
import { eventually, pause } from '../src/eventually.js';

it('comes back as soon as it holds, and asks until then', async () => {
  let asked = 0;
  await eventually(async () => {
    asked += 1;
    return asked === 3;
  }, 'three times');
  expect(asked).toBe(3);
});

it('gives up in time, and says what did not happen', async () => {
  const waiting = eventually(() => false, 'the end of the world', 50);
  await expect(waiting).rejects.toThrow('not within 50 ms: the end of the world');
});

it('passes on what the check throws', async () => {
  const broken = new TypeError('broken');
  const check = () => {
    throw broken;
  };
  await expect(eventually(check, 'nothing')).rejects.toBe(broken);
});

it('pauses', async () => {
  const start = Date.now();
  await pause(30);
  expect(Date.now() - start).toBeGreaterThanOrEqual(25);
});
