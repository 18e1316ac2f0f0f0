import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, type RunningJanus, startJanus, startLoadClient } from '@whipway/test-rig';
import { eventually } from './support/eventually.js';
import { runServer } from './support/running-server.js';

const TOKEN = 'verysecret';

/** Everything but the backend, for all of them: endpoints, tokens, URLs. */
const SHARED = { ENDPOINTS: `[{ id: live, token: ${TOKEN} }, { id: "4711", token: ${TOKEN} }]` };

describeLive({ describe, it }, ['janus', 'netns'], 'swapping', ({ janus: executable, netns }) => {
  let janus: RunningJanus;
  beforeAll(async () => {
    janus = await startJanus({ executable });
  });
  afterAll(() => janus?.dispose());

  it.each([
    ['embedded', () => '{ kind: embedded }'],
    ['janus', () => `{ kind: janus, url: "${janus.url}" }`],
  ])('the backend block alone brings the same client to %s', async (kind, backend) => {
    const { url, gateway } = await runServer({
      settings: { ...SHARED, BACKEND: backend(), MEDIA__ADDRESSES: `["${netns}"]` },
    });
    expect(gateway.backend.name).toBe(kind);
    const endpoints = ['live', '4711'].map((id) => `${url}/whip/endpoint/${id}`);
    const load = startLoadClient({ endpoints, token: TOKEN, address: netns });
    const { failures } = await load.opened;
    expect(failures).toEqual([]);
    const states = () => gateway.sessions().map(({ state }) => state);
    await eventually(() => expect(states()).toEqual(['connected', 'connected']));
    expect(await load.stop()).toBe(0);
    expect(gateway.sessions()).toEqual([]);
  });
});
