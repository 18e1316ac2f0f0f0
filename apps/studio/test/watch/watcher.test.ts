import { afterEach, describe, expect, it } from '@jest/globals';
import { Watcher } from '../../src/watch/watcher.js';

const watchers: Watcher[] = [];

afterEach(() => {
  for (const watcher of watchers.splice(0)) watcher.stop();
});

async function until(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 2_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a watcher', () => {
  it('asks for a token with every try: an earlier one may have ended', async () => {
    let asked = 0;
    const watcher = new Watcher('http://127.0.0.1:9/whep/endpoint/live', async () => {
      asked += 1;
      throw new Error('no token');
    });
    watchers.push(watcher);
    watcher.start();
    await until(() => watcher.view.get().phase === 'waiting');
    expect(asked).toBe(1);
    watcher.retryNow();
    await until(() => asked === 2);
    expect(watcher.view.get().error).toBeDefined();
  });

  it('ends the wait for a token when it is stopped', async () => {
    let signal: AbortSignal | undefined;
    const watcher = new Watcher('http://127.0.0.1:9/whep/endpoint/live', (run) => {
      signal = run;
      return new Promise(() => {});
    });
    watcher.start();
    await until(() => signal !== undefined);
    watcher.stop();
    expect(signal?.aborted).toBe(true);
  });
});
