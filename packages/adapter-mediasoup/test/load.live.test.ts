import { afterAll, describe, expect, it } from '@jest/globals';
import { describeLive, startLoadClient } from '@whipway/test-rig';
import { eventually } from '@whipway/test-rig/eventually';
import { startHost, TOKEN } from './support/host.js';
import { WorkerProcesses } from './support/worker-processes.js';

const PUBLISHERS = 200;

describeLive({ describe, it }, ['mediasoup'], 'load', ({ mediasoup: program }) => {
  const watched = new WorkerProcesses(program);
  afterAll(() => watched.dispose());

  /** How many each worker has, by its own word. */
  async function routers(): Promise<readonly number[]> {
    const dumps = await Promise.all(watched.living.map((worker) => worker.dump()));
    return dumps.map(({ routerIds }) => routerIds.length);
  }

  it(`${PUBLISHERS} publishers at once, on two workers, and nothing is left of them`, async () => {
    const ids = Array.from({ length: PUBLISHERS }, (_, index) => `e${index}`);
    const host = await startHost({
      settings: { workers: 2, workerBin: watched.path },
      endpoints: Object.fromEntries(ids.map((id) => [id, {}])),
      media: { addresses: ['127.0.0.1'] },
    });
    await host.gateway.health();
    await eventually(() => watched.living.length === 2, 'both workers run');
    const endpoints = ids.map((id) => host.whip(id));
    const load = startLoadClient({ endpoints, token: TOKEN, bitrate: 60_000 });
    const { failures, connectedAfter } = await load.opened;
    expect(failures).toEqual([]);
    expect(connectedAfter).toHaveLength(PUBLISHERS);
    await eventually(
      () => host.gateway.sessions().every(({ state }) => state === 'connected'),
      'media of every one arrives',
      20_000,
    );
    expect(host.gateway.sessions()).toHaveLength(PUBLISHERS);
    // Half of them each, and the one that is made beforehand.
    expect(await routers()).toEqual([101, 101]);
    expect(await load.stop()).toBe(0);
    expect(host.gateway.sessions()).toEqual([]);
    expect(await watched.sessionTransports()).toBe(0);
    expect(await routers()).toEqual([1, 1]);
    await host.close();
    expect(watched.allGone).toBe(true);
  });
});
