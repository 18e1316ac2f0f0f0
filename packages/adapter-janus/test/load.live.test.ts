import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, type RunningJanus, startJanus, startLoadClient } from '@whipway/test-rig';
import { eventually, makeBackend } from './support/backend-host.js';
import { openFrontDoor, TOKEN } from './support/front-door.js';
import { heldHandles } from './support/held-handles.js';
import { JanusClient } from './support/janus-client.js';

const SESSIONS = 300;

describeLive({ describe, it }, ['janus', 'netns'], 'load', ({ janus: executable, netns }) => {
  let janus: RunningJanus;
  beforeAll(async () => {
    janus = await startJanus({ executable });
  });
  afterAll(() => janus?.dispose());

  it(`${SESSIONS} sessions are held with media at once, and nothing is left of them`, async () => {
    const ids = Array.from({ length: SESSIONS }, (_, index) => `${index + 1}`);
    const backend = makeBackend({ url: janus.url });
    const endpoints = ids.map((id) => ({ id }));
    const door = await openFrontDoor(backend, { endpoints });
    const load = startLoadClient({
      endpoints: ids.map((id) => door.url(id)),
      token: TOKEN,
      address: netns,
      bitrate: 24_000,
      concurrency: 4,
    });
    try {
      const { failures, connectedAfter } = await load.opened;
      expect(failures).toEqual([]);
      expect(connectedAfter).toHaveLength(SESSIONS);
      await eventually(
        () => door.gateway.sessions().every(({ state }) => state === 'connected'),
        'media of every one arrives',
        30_000,
      );
      expect(await heldHandles(janus)).toBe(SESSIONS);
    } finally {
      expect(await load.stop()).toBe(0);
    }
    expect(door.gateway.sessions()).toEqual([]);
    await eventually(async () => (await heldHandles(janus)) === 0, 'no handle is left');
    await door.close();
    const operator = await JanusClient.connect(janus.url);
    for (const room of [1, SESSIONS])
      expect(await operator.ask('videoroom', { request: 'exists', room })).toMatchObject({
        exists: false,
      });
    operator.close();
  });
});
