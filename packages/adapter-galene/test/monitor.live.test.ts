import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, GALENE_ADMIN, type RunningGalene, startGalene } from '@whipway/test-rig';
import { eventually, pause } from '@whipway/test-rig/eventually';
import { offerText } from '@whipway/test-rig/offer-text';
import { JOIN_NAME } from '../src/monitor/monitor-messages.js';
import { type FrontDoor, openFrontDoor, TOKEN } from './support/front-door.js';
import { Operator } from './support/operator.js';

/** Where nobody listens: Galene gives it up at once. */
const TURN = {
  urls: ['turn:127.0.0.1:9?transport=tcp'],
  username: 'us"er',
  credential: 'se\\cret',
};

const isPublisher = (username: string) => username.startsWith('whipway-') && username !== JOIN_NAME;

describeLive({ describe, it }, ['galene', 'netns'], 'a real Galene', ({ galene: executable }) => {
  let galene: RunningGalene;
  let door: FrontDoor;
  const ending: (() => unknown)[] = [];

  beforeAll(async () => {
    galene = await startGalene({ executable, iceServers: [TURN] });
  });
  afterAll(() => galene?.dispose());
  afterEach(async () => {
    for (const end of ending.splice(0).reverse()) await end();
  });

  async function openDoor(monitor: boolean): Promise<void> {
    const admin = { ...GALENE_ADMIN, monitor };
    door = await openFrontDoor({ url: galene.url, admin, probeInterval: 600_000 });
    ending.push(() => door.close());
  }

  function post(): Promise<Response> {
    const headers = { 'content-type': 'application/sdp', authorization: `Bearer ${TOKEN}` };
    return fetch(door.url(), { method: 'POST', headers, body: offerText() });
  }

  async function monitored(): Promise<void> {
    await openDoor(true);
    expect((await post()).status).toBe(201);
    await eventually(async () => (await galene.clients()) === 2, 'publisher and monitor are in');
  }

  it('has its ICE servers passed on, credentials and all', async () => {
    await openDoor(false);
    const reply = await post();
    expect(reply.headers.get('link')).toBe(
      '<turn:127.0.0.1:9?transport=tcp>; rel="ice-server"; username="us\\"er"; credential="se\\\\cret"; credential-type="password"',
    );
  });

  it('has an operator who sends the publisher away: the session ends at once, and says so', async () => {
    await monitored();
    const operator = await Operator.join(galene, 'live');
    ending.push(() => operator.close());
    await operator.kick((username) => username === JOIN_NAME);
    await pause(100);
    expect(door.ends).toEqual([]);
    // The monitor comes back by itself, and has the list again.
    await eventually(async () => (await galene.clients()) === 3, 'the monitor is back', 10_000);
    await operator.kick(isPublisher);
    await eventually(() => door.ends.length > 0, 'the end is heard', 3_000);
    expect(door.ends).toEqual([
      'backend-closed: it left the group, or the operator there sent it away',
    ]);
    // What the others in the group hear is the same as of one who left: no word of a kick.
    const { type, kind } = await operator.hears(
      ({ kind: what, username = '' }) => what === 'delete' && isPublisher(username),
    );
    expect([type, kind]).toEqual(['user', 'delete']);
  });

  it('that shuts down ends the session at once, without waiting for a probe', async () => {
    await monitored();
    process.kill(galene.pid, 'SIGTERM');
    await eventually(() => door.ends.length > 0, 'the end is heard', 10_000);
    expect(door.ends[0]).toMatch(/^(kicked: server is shutting down|backend-(closed|lost): )/);
    await galene.kill();
    await galene.start();
    expect((await post()).status).toBe(201);
  });
});
