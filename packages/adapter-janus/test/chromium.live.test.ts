import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  launchChromium,
  type RunningChromium,
  type RunningJanus,
  startJanus,
  waitForGrowth,
  waitForMovingPicture,
} from '@whipway/test-rig';
import type { Page } from 'playwright-core';
import type { JanusBackend } from '../src/index.js';
import { endpointSettings } from '../src/settings.js';
import { CALL, eventually, makeBackend, publish } from './support/backend-host.js';
import {
  answerToPage,
  offerInPage,
  type PageHost,
  publishInPage,
  servePages,
} from './support/browser-pages.js';
import { type FrontDoor, openFrontDoor, TOKEN } from './support/front-door.js';
import { heldHandles } from './support/held-handles.js';
import { JanusClient } from './support/janus-client.js';
import { publishersOf, watchRoom } from './support/room-watcher.js';

const ROOM = 1_234;
const NEEDS = ['janus', 'netns', 'chromium'] as const;

describeLive(
  { describe, it },
  NEEDS,
  'Chromium through Whipway',
  ({ janus: program, chromium }) => {
    let janus: RunningJanus;
    let browser: RunningChromium;
    let pages: PageHost;
    const ending: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      janus = await startJanus({ executable: program });
      pages = await servePages();
      browser = await launchChromium({ executable: chromium });
    });
    afterAll(async () => {
      await browser?.close();
      await pages?.close();
      await janus?.dispose();
    });
    afterEach(async () => {
      for (const end of ending.splice(0).reverse()) await end();
    });

    function backend(): JanusBackend {
      const admin = { url: janus.adminUrl, secret: janus.adminSecret };
      const made = makeBackend({ url: janus.url, admin });
      ending.push(() => made.close());
      return made;
    }

    async function frontDoor(): Promise<FrontDoor> {
      const settings = endpointSettings.parse({ room: ROOM });
      const door = await openFrontDoor(backend(), {
        endpoints: [{ id: 'live', settings }],
        timers: { mediaLost: 1_000, connect: 8_000 },
      });
      ending.push(() => door.close());
      return door;
    }

    async function openPage(from = browser): Promise<Page> {
      const page = await from.openPage(pages.url);
      ending.push(() => page.context().close());
      return page;
    }

    /** A page that publishes with our own client, connected. */
    async function publisher(door: FrontDoor, from = browser): Promise<Page> {
      const page = await openPage(from);
      await publishInPage(page, door.url(), TOKEN);
      await eventually(() => door.gateway.sessions()[0]?.state === 'connected', 'connected');
      return page;
    }

    /** A page that plays the room, past the gateway. */
    async function viewer(): Promise<{ readonly page: Page; leave(): void }> {
      const page = await openPage();
      const client = await watchRoom(page, janus.url, ROOM);
      ending.push(async () => client.close());
      await waitForGrowth(page, { framesDecoded: 10, audioPacketsReceived: 10 });
      return { page, leave: () => client.close() };
    }

    async function nothingLeft(door: FrontDoor): Promise<void> {
      await eventually(() => door.gateway.sessions().length === 0, 'no session');
      await eventually(async () => (await heldHandles(janus)) === 0, 'no handle in Janus');
      const operator = await JanusClient.connect(janus.url);
      expect(await publishersOf(operator, ROOM)).toEqual([]);
      operator.close();
    }

    it('a viewer of the room sees moving pictures, also after an ICE restart', async () => {
      const door = await frontDoor();
      const page = await publisher(door);
      const watching = await viewer();
      await waitForMovingPicture(watching.page);
      await page.evaluate(() => window.whip.restartIce());
      expect(door.events.some(({ type }) => type === 'session-restarted')).toBe(true);
      // Longer than the six seconds after which a restart in the wrong order is dead.
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      await waitForGrowth(watching.page, { framesDecoded: 20, audioPacketsReceived: 20 });
      expect(door.gateway.sessions()).toMatchObject([{ state: 'connected', generation: 1 }]);
      watching.leave();
      await page.evaluate(() => window.whip.stop());
      await nothingLeft(door);
      expect(door.events.at(-1)).toMatchObject({ reason: 'client-deleted' });
    });

    it('pc.close() without DELETE frees the endpoint (reference bugs a and h)', async () => {
      const door = await frontDoor();
      const page = await publisher(door);
      // The client is not asked: its DELETE must not be sent.
      await page.route('**/whip/session/*', (route) => route.abort());
      await page.close({ runBeforeUnload: false });
      await nothingLeft(door);
      expect(door.events.at(-1)).toMatchObject({ type: 'session-closed' });
      await publisher(door);
    });

    it('kill -9 of the browser ends the session after the media-lost time', async () => {
      const door = await frontDoor();
      const other = await launchChromium({ executable: chromium });
      await publisher(door, other);
      await other.kill();
      await nothingLeft(door);
      expect(door.events.at(-1)).toMatchObject({ type: 'session-closed', reason: 'media-lost' });
    });

    it('three simulcast layers arrive, each with statistics of its own', async () => {
      const page = await openPage();
      const offer = await offerInPage(page, { simulcast: true });
      const { session, reports } = await publish(backend(), offer, { room: ROOM });
      await answerToPage(page, session.answer);
      await eventually(async () => {
        const { tracks } = await session.stats(CALL);
        const layers = tracks.filter(({ kind, packets }) => kind === 'video' && packets > 0);
        return layers.length === 3 && tracks.some(({ kind }) => kind === 'audio');
      }, 'packets of all layers');
      await eventually(async () => {
        const { tracks } = await session.stats(CALL);
        const rates = ['h', 'l'].map(
          (rid) => tracks.find((track) => track.rid === rid)?.bitrate ?? 0,
        );
        return (rates[0] ?? 0) > (rates[1] ?? 0) && (rates[1] ?? 0) > 0;
      }, 'the highest layer has the most');
      expect((await session.stats(CALL)).transport).toBe('udp');
      await page.evaluate(() => window.peer.close());
      await eventually(() => reports.said.length > 1, 'the end');
      expect(reports.said).toEqual(['mediaUp', 'hungUp peer-closed: Janus hung up: DTLS alert']);
    });
  },
);
