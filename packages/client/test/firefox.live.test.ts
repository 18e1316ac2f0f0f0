import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, launchFirefox, type RunningFirefox, waitForGrowth } from '@whipway/test-rig';
import { FrontDoor } from './live/front-door.js';
import { type LiveServer, startLiveServer, TOKEN } from './live/live-server.js';
import { installPageClient } from './live/page-client.js';
import { type StaticPages, serveStaticPages } from './live/static-pages.js';

describeLive({ describe, it }, ['firefox', 'netns'], 'in Firefox', ({ firefox }) => {
  let server: LiveServer;
  let pages: StaticPages;
  let browser: RunningFirefox;
  let door: FrontDoor;

  beforeAll(async () => {
    [server, pages, browser] = await Promise.all([
      startLiveServer(),
      serveStaticPages(),
      launchFirefox({ executable: firefox }),
    ]);
    door = await FrontDoor.open(server.url);
  });
  afterAll(async () => {
    await browser?.close();
    await door?.close();
    await pages?.close();
    await server?.dispose();
  });

  async function newPage() {
    const page = await browser.openPage(pages.origin);
    await page.waitForFunction(() => window.whipway);
    await installPageClient(page);
    return page;
  }

  it.each([
    ['full', false],
    ['half', true],
  ] as const)(
    'publishes VP8 by %s trickle (simulcast: %s), plays it, restarts ICE on both sides, and DELETEs',
    async (trickle, simulcast) => {
      door.reset(server.url);
      const publisher = await newPage();
      await publisher.evaluate((options) => window.pageClient.publish(options), {
        url: `${door.url}/whip/endpoint/live`,
        token: TOKEN,
        trickle,
        simulcast,
        codecs: { video: ['VP8'] },
        maxBitrate: { video: 800_000 },
      });
      await waitForGrowth(publisher, { framesSent: 10 });
      const viewer = await newPage();
      await viewer.evaluate((url) => window.pageClient.play(url), server.whep);
      await waitForGrowth(viewer, { framesDecoded: 20, audioPacketsReceived: 20 });
      const numbers = await publisher.evaluate(() => window.pageClient.numbers('publisher'));
      expect(numbers?.video).toMatchObject({ codec: 'VP8', kind: 'video' });
      expect(numbers?.bitsPerSecond).toBeGreaterThan(10_000);
      expect(numbers?.layersTaken).toEqual(simulcast ? ['h', 'm', 'l'] : []);
      const sent = numbers?.video?.layers.map(({ rid }) => rid).sort();
      expect(sent).toEqual(simulcast ? ['h', 'l', 'm'] : []);
      await publisher.evaluate(() => window.pageClient.restartIce('publisher'));
      await viewer.evaluate(() => window.pageClient.restartIce('player'));
      await waitForGrowth(viewer, { framesDecoded: 40, audioPacketsReceived: 50 });
      const events = await publisher.evaluate(() => window.pageClient.events('publisher'));
      expect(events.slice(-1)).toEqual(['restarted']);
      await publisher.evaluate(() => window.pageClient.stop('publisher'));
      expect(door.of('POST').map(({ status }) => status)).toEqual([201]);
      expect(door.of('PATCH').filter(({ status }) => status === 200)).toHaveLength(1);
      expect(door.of('DELETE').map(({ status }) => status)).toEqual([200]);
      await publisher.close();
      await viewer.close();
    },
  );

  it('says what it can send when it has none of the wanted codecs', async () => {
    const page = await newPage();
    const odd = page.evaluate((options) => window.pageClient.publish(options), {
      url: `${door.url}/whip/endpoint/live`,
      codecs: { video: ['H264'] },
    });
    await expect(odd).rejects.toThrow(/codec-unavailable.*it has VP8/);
  });
});
