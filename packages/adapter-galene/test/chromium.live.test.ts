import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  GALENE_ADMIN,
  launchChromium,
  type RunningChromium,
  type RunningGalene,
  startGalene,
  waitForGrowth,
  waitForMovingPicture,
  watchGaleneGroup,
} from '@whipway/test-rig';
import { eventually } from '@whipway/test-rig/eventually';
import { offerText } from '@whipway/test-rig/offer-text';
import type { Page } from 'playwright-core';
import { startAskedReal } from './support/asked-real.js';
import {
  type PageHost,
  publishInPage,
  restartInPage,
  servePages,
} from './support/browser-pages.js';
import { type FrontDoor, openFrontDoor, TOKEN } from './support/front-door.js';
import type { OtherGalene } from './support/galene-asking.js';
import { expectRow, LONG_ROWS } from './support/galene-rows.js';
import { mintToken } from './support/operator.js';

const NEEDS = ['galene', 'netns', 'chromium'] as const;
const FLOWING = { framesDecoded: 15, audioPacketsReceived: 20 };
const GONE = 'the session is gone on the server';

/** Everybody may watch; publishing needs a token. */
const OPEN = { create: { open: true } };

describeLive(
  { describe, it },
  NEEDS,
  'Chromium through Whipway into Galene',
  ({ galene: program, chromium }) => {
    let galene: RunningGalene;
    let browser: RunningChromium;
    let pages: PageHost;
    let idle: OtherGalene;
    /** Begun before the tests here, of which one waits as long: looked at after them. */
    const long = new Map<string, Promise<void>>();
    const ending: (() => Promise<unknown>)[] = [];

    beforeAll(async () => {
      idle = await startAskedReal(program);
      for (const [name, row] of Object.entries(LONG_ROWS)) {
        const asked = expectRow(idle, row);
        long.set(name, asked);
        asked.catch(() => {});
      }
      pages = await servePages();
      galene = await startGalene({ executable: program, config: { allowOrigin: [pages.url] } });
      browser = await launchChromium({ executable: chromium });
    });
    afterAll(async () => {
      await browser?.close();
      await galene?.dispose();
      await idle?.dispose();
      await pages?.close();
    });
    afterEach(async () => {
      for (const end of ending.splice(0).reverse()) await end();
    });

    async function frontDoor(
      block: object = {},
      endpoints?: Record<string, object>,
    ): Promise<FrontDoor> {
      const settings = { url: galene.url, admin: GALENE_ADMIN, probeInterval: 300, ...block };
      const door = await openFrontDoor(settings, endpoints ?? { live: OPEN });
      ending.push(() => door.close());
      return door;
    }

    async function openPage(from = browser): Promise<Page> {
      const page = await from.openPage(pages.url);
      ending.push(() => page.context().close());
      return page;
    }

    async function publisher(door: FrontDoor, id = 'live', from = browser): Promise<Page> {
      const page = await openPage(from);
      await publishInPage(page, door.url(id), TOKEN);
      return page;
    }

    async function viewer(group = 'live'): Promise<Page> {
      const page = await openPage();
      await watchGaleneGroup(page, galene.url, group);
      return page;
    }

    it('publishes, and a client of the group sees and hears it, also through an ICE restart', async () => {
      const door = await frontDoor();
      const publishing = await publisher(door);
      const watching = await viewer();
      await waitForGrowth(watching, FLOWING);
      await waitForMovingPicture(watching, 'video');
      const [before] = door.gateway.sessions();
      await restartInPage(publishing);
      const [after] = door.gateway.sessions();
      expect([before?.generation, after?.generation, after?.id]).toEqual([0, 1, before?.id]);
      await waitForGrowth(watching, FLOWING);
      await publishing.evaluate(() => window.whip.stop());
      expect(door.ends).toEqual(['client-deleted: ']);
      // The viewer is left.
      expect(await galene.clients()).toBe(1);
    });

    it('hears at once that a page left, when it monitors the group', async () => {
      const door = await frontDoor({
        admin: { ...GALENE_ADMIN, monitor: true },
        probeInterval: 600_000,
      });
      const publishing = await publisher(door);
      await eventually(async () => (await galene.clients()) === 2, 'publisher and monitor are in');
      await publishing.evaluate(() => {
        const recorded: RTCPeerConnection[] = Reflect.get(window, 'recordedPeerConnections');
        for (const peer of recorded) peer.close();
      });
      await eventually(() => door.ends.length > 0, 'the end is heard');
      // A PATCH of the page may still be under way, and hear it first.
      expect([
        ['backend-closed: it left the group'],
        ['backend-closed: it left the group unheard'],
        [`backend-closed: ${GONE}`],
      ]).toContainEqual(door.ends);
      await eventually(async () => (await galene.clients()) === 0, 'the monitor leaves too');
    });

    it('ends the session of a browser that was killed, when Galene gives it up', async () => {
      const doomed = await launchChromium({ executable: chromium });
      const door = await frontDoor();
      const page = await doomed.openPage(pages.url);
      await publishInPage(page, door.url(), TOKEN);
      await waitForGrowth(page, { framesSent: 10 });
      await doomed.kill();
      await eventually(() => door.ends.length > 0, 'the end is heard', 40_000);
      expect(door.ends).toEqual([`backend-closed: ${GONE}`]);
    });

    it('goes on when the group is removed, and makes the group again for the next session', async () => {
      const door = await frontDoor();
      const publishing = await publisher(door);
      const watching = await viewer();
      await waitForGrowth(watching, FLOWING);
      await galene.admin('DELETE', '.groups/live');
      await waitForGrowth(watching, FLOWING);
      await restartInPage(publishing);
      await publishing.evaluate(() => window.whip.stop());
      await watching.context().close();
      await eventually(async () => (await galene.clients()) === 0, 'the group is empty');
      await publisher(door);
      expect(await galene.admin('GET', '.groups/')).toContain('live');
    });

    it('goes on when its token is revoked; the next session is told why not', async () => {
      await galene.admin('PUT', '.groups/fixed', {});
      const token = await mintToken(galene, 'fixed', {
        username: 'somebody',
        permissions: ['present'],
      });
      const door = await frontDoor({ admin: undefined }, { live: { group: 'fixed', token } });
      const publishing = await publisher(door);
      await galene.admin('DELETE', `.groups/fixed/.tokens/${token}`);
      await waitForGrowth(publishing, { framesSent: 10 });
      await restartInPage(publishing);
      await waitForGrowth(publishing, { framesSent: 10 });
      await publishing.evaluate(() => window.whip.stop());
      expect(await galene.clients()).toBe(0);
      const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${TOKEN}` };
      const refused = await fetch(door.url(), { method: 'POST', headers, body: offerText() });
      expect([refused.status, (await refused.json()).detail]).toEqual([
        502,
        'Galene does not know the token.',
      ]);
    });

    it('reports the end when Galene is killed, and publishes again when it is back', async () => {
      const door = await frontDoor();
      await publisher(door);
      await galene.kill();
      await eventually(() => door.ends.length > 0, 'the end is reported');
      expect(door.ends[0]).toMatch(/^backend-lost: the server left 3 probes unanswered/);
      await galene.start();
      await publisher(door);
      expect(await galene.clients()).toBe(1);
    });

    it('reports the end when Galene was restarted between two probes', async () => {
      const door = await frontDoor({ probeInterval: 3_000 });
      await publisher(door);
      await galene.kill();
      await galene.start();
      await eventually(() => door.ends.length > 0, 'the end is reported');
      expect(door.ends).toEqual([`backend-closed: ${GONE}`]);
    });

    it.each(Object.keys(LONG_ROWS))('%s', (name) => long.get(name));
  },
);
