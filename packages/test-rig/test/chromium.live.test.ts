import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { launchChromium, type RunningChromium } from '../src/chromium.js';
import { describeLive } from '../src/describe-live.js';
import { mediaFigures, waitForGrowth, waitForStandstill } from '../src/media-checks.js';
import { waitForMovingPicture } from '../src/moving-picture.js';
import { type PageServer, servePage } from '../src/page-server.js';
import { pageMessages } from '../src/recorded-page.js';
import { loopCall } from './support/loop-call.js';

describeLive({ describe, it }, ['chromium'], 'Chromium', ({ chromium: executable }) => {
  let browser: RunningChromium;
  let server: PageServer;

  beforeAll(async () => {
    server = await servePage();
    browser = await launchChromium({ executable });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('collects what a page logs and throws', async () => {
    const page = await browser.openPage(server.url);
    await page.evaluate(() => console.warn('mind the gap'));
    const thrown = page.waitForEvent('pageerror');
    await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('lost')), 0));
    await thrown;
    expect(pageMessages(page)).toEqual(['warning: mind the gap', 'uncaught: lost']);
    await page.close();
  });

  it('tells what a page without media lacks', async () => {
    const page = await browser.openPage(server.url);
    await page.evaluate(() => console.error('no camera'));
    const waiting = waitForGrowth(page, { framesDecoded: 5 }, 500);
    await expect(waiting).rejects.toThrow(/framesDecoded 0 → 0, wanted \+5.*none.*no camera/s);
    const picture = waitForMovingPicture(page, 'video', { withinMilliseconds: 500 });
    await expect(picture).rejects.toThrow('one flat colour');
    await page.close();
  });

  it('sends media from one peer connection to another, over loopback if need be', async () => {
    const page = await browser.openPage(server.url);
    await loopCall(page);
    await showsMedia(page);
    await page.evaluate(() => {
      for (const connection of Reflect.get(window, 'recordedPeerConnections')) connection.close();
    });
    await waitForStandstill(page, ['framesDecoded', 'audioPacketsReceived']);
    await page.close();
  });
});

describeLive(
  { describe, it },
  ['chromium', 'netns'],
  'Chromium in the private network',
  ({ chromium: executable, netns }) => {
    it('connects two peer connections over the private address', async () => {
      const browser = await launchChromium({ executable, loopback: false });
      const server = await servePage();
      try {
        const page = await browser.openPage(server.url);
        expect(await loopCall(page)).toEqual({ near: netns, far: netns });
        await showsMedia(page);
      } finally {
        await browser.close();
        await server.close();
      }
    });
  },
);

describeLive({ describe, it }, ['chromium'], 'killed Chromium', ({ chromium: executable }) => {
  it('leaves no process behind', async () => {
    const browser = await launchChromium({ executable });
    const page = await browser.openPage();
    expect(await page.title()).toBe('');
    expect(isAlive(-browser.pid)).toBe(true);
    await browser.kill();
    for (let tries = 0; tries < 50 && isAlive(-browser.pid); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(isAlive(-browser.pid)).toBe(false);
    await browser.kill();
    await browser.close();
  });
});

async function showsMedia(page: Page): Promise<void> {
  const figures = await waitForGrowth(page, { framesDecoded: 10, audioPacketsReceived: 20 });
  expect(figures.framesSent).toBeGreaterThanOrEqual(10);
  expect((await mediaFigures(page)).bytesReceived).toBeGreaterThan(figures.framesDecoded);
  const picture = await waitForMovingPicture(page);
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
}

/** A negative id asks for the whole process group. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
