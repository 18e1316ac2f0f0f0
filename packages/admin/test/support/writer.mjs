// A process that writes into a store: node writer.mjs PATH TASK NAME FROM. A line on standard output
// acknowledges what was promised; it is written after the promise, and at once.
import { writeSync } from 'node:fs';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { SqliteStore } from '@whipway/admin';

const [, , path, task, name, from] = process.argv;
// The copy of every change is due before long, so that a kill meets a copy, too.
const COPY_TIME = 20;
const clock = {
  now: () => Date.now(),
  after: (_delay, act) => {
    const timer = setTimeout(act, COPY_TIME);
    return () => clearTimeout(timer);
  },
};
const silent = () => {};
const logger = { debug: silent, info: silent, warn: silent, error: silent };
const store = new SqliteStore(path, clock, logger);

const acknowledge = (line) => writeSync(1, `${line}\n`);
const endpoint = (id, revision, input = { token: 'x'.repeat(200) }) => ({
  id,
  input,
  createdAt: 1,
  updatedAt: 2,
  revision,
  instance: 'i',
});

const TASKS = {
  /** Makes, changes and removes for ever. */
  async loop() {
    for (let number = Number(from); ; number += 1) {
      const id = `${name}-${number}`;
      // A store that never waits would leave no timer its turn.
      await nextTurn();
      await store.insert(endpoint(id, 'r1'));
      acknowledge(`r1 ${id}`);
      if (number % 3 === 0) {
        await store.replace(endpoint(id, 'r2'), 'r1');
        acknowledge(`r2 ${id}`);
      }
      if (number % 4 === 0) {
        await store.remove(id, number % 3 === 0 ? 'r2' : 'r1');
        acknowledge(`gone ${id}`);
      }
    }
  },
  /** Adds endpoints of its own, and counts up one that all share. */
  async share() {
    for (let number = 0; number < Number(from); number += 1) {
      await store.insert(endpoint(`${name}-${number}`, 'r1'));
      await countUp();
    }
    await store.close();
    acknowledge('done');
  },
};

/** Reads, adds one, and writes if nobody has written meanwhile; else again. */
async function countUp() {
  for (;;) {
    const shared = (await store.load()).find(({ id }) => id === 'shared');
    const next = endpoint('shared', `${name}-${Date.now()}-${Math.random()}`, {
      count: shared.input.count + 1,
    });
    // Long enough for the other process to come in between.
    await sleep(Math.random() * 20);
    if (await store.replace(next, shared.revision)) return;
  }
}

await TASKS[task]();
