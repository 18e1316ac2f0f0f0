import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  GALENE_ADMIN,
  type RunningGalene,
  type RunningJanus,
  startGalene,
  startJanus,
  startLoadClient,
} from '@whipway/test-rig';
import { eventually } from './support/eventually.js';
import { runServer } from './support/running-server.js';

const TOKEN = 'verysecret';

/** Everything but the backend, for all of them: endpoints, tokens, URLs. */
const SHARED = { ENDPOINTS: `[{ id: live, token: ${TOKEN} }, { id: "4711", token: ${TOKEN} }]` };

/** The same client, endpoints and tokens, whatever the backend block says. */
async function publishesThrough(kind: string, backend: string, address: string): Promise<void> {
  const { url, gateway } = await runServer({
    settings: { ...SHARED, BACKEND: backend, MEDIA__ADDRESSES: `["${address}"]` },
  });
  expect(gateway.backend.name).toBe(kind);
  const endpoints = ['live', '4711'].map((id) => `${url}/whip/endpoint/${id}`);
  const load = startLoadClient({ endpoints, token: TOKEN, address });
  const { failures } = await load.opened;
  expect(failures).toEqual([]);
  const states = () => gateway.sessions().map(({ state }) => state);
  await eventually(() => expect(states()).toEqual(['connected', 'connected']));
  expect(await load.stop()).toBe(0);
  expect(gateway.sessions()).toEqual([]);
}

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
    await publishesThrough(kind, backend(), netns);
  });
});

describeLive({ describe, it }, ['mediasoup', 'netns'], 'swapping to mediasoup', ({ netns }) => {
  it('the backend block alone brings the same client to mediasoup', async () => {
    await publishesThrough('mediasoup', '{ kind: mediasoup }', netns);
  });
});

describeLive({ describe, it }, ['netns'], 'swapping to another WHIP server', ({ netns }) => {
  it('the backend block alone brings the same client to a second Whipway', async () => {
    const upstream = await runServer({
      settings: { ...SHARED, MEDIA__ADDRESSES: `["${netns}"]` },
    });
    const url = `${upstream.url}/whip/endpoint/{endpoint}`;
    await publishesThrough('whip', `{ kind: whip, url: "${url}", token: ${TOKEN} }`, netns);
    expect(upstream.gateway.sessions()).toEqual([]);
  });
});

describeLive(
  { describe, it },
  ['galene', 'netns'],
  'swapping to Galene',
  ({ galene: executable, netns }) => {
    let galene: RunningGalene;
    beforeAll(async () => {
      galene = await startGalene({ executable });
    });
    afterAll(() => galene?.dispose());

    it('the backend block alone brings the same client to Galene', async () => {
      const { username, password } = GALENE_ADMIN;
      const admin = `{ username: ${username}, password: ${password} }`;
      await publishesThrough(
        'galene',
        `{ kind: galene, url: "${galene.url}", admin: ${admin} }`,
        netns,
      );
      expect(await galene.clients()).toBe(0);
    });
  },
);
