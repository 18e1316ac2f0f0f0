import { expect, it } from '@jest/globals';
import { AbandonedGeneration } from '../../src/peer/abandoned-generation.js';
import type { Protocol } from '../../src/peer/werift-parts.js';

function protocol(closing: () => Promise<void>) {
  const seen = { closed: 0, deaf: false };
  const made = {
    onRequestReceived: {
      allUnsubscribe: () => {
        seen.deaf = true;
      },
    },
    close: async () => {
      seen.closed += 1;
      await closing();
    },
  };
  return { seen, protocol: made as unknown as Protocol };
}

it('keeps the sockets before the restart open, deaf to checks, until the new ones carry media', async () => {
  const abandoned = new AbandonedGeneration();
  const first = protocol(async () => undefined);
  await abandoned.abandon([first.protocol]);
  expect(first.seen).toEqual({ closed: 0, deaf: true });
  await abandoned.close();
  await abandoned.close();
  expect(first.seen.closed).toBe(1);
});

it('closes those of an earlier restart with the next one, also when a socket fails to', async () => {
  const abandoned = new AbandonedGeneration();
  const first = protocol(() => Promise.reject(new Error('closed already')));
  const second = protocol(async () => undefined);
  await abandoned.abandon([first.protocol]);
  await abandoned.abandon([second.protocol]);
  expect([first.seen.closed, second.seen.closed]).toEqual([1, 0]);
});
