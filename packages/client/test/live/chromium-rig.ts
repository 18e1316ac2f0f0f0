import { pageMessages, type RunningChromium, waitForGrowth } from '@whipway/test-rig';
import type { Page } from 'playwright-core';
import { FrontDoor } from './front-door.js';
import { type LiveServer, startLiveServer, TOKEN } from './live-server.js';
import { installPageClient, type PageOptions, type PageStatistics } from './page-client.js';
import { type StaticPages, serveStaticPages } from './static-pages.js';

/** A server, a door in front of it, pages with the single-file build, and a browser. */
export class ChromiumRig {
  readonly server: LiveServer;
  readonly door: FrontDoor;
  readonly pages: StaticPages;
  readonly #browser: RunningChromium;
  readonly #open: Page[] = [];

  private constructor(
    server: LiveServer,
    door: FrontDoor,
    pages: StaticPages,
    browser: RunningChromium,
  ) {
    this.server = server;
    this.door = door;
    this.pages = pages;
    this.#browser = browser;
  }

  /** The browser is the caller's to close. */
  static async start(browser: RunningChromium, backend?: object): Promise<ChromiumRig> {
    const [server, pages] = await Promise.all([startLiveServer(backend), serveStaticPages()]);
    return new ChromiumRig(server, await FrontDoor.open(server.url), pages, browser);
  }

  /** Ends what a test left, and opens the door again. */
  async reset(): Promise<void> {
    for (const page of this.#open.splice(0)) {
      await page.evaluate(() => window.pageClient?.stop('publisher')).catch(() => undefined);
      await page.close();
    }
    this.door.reset(this.server.url);
  }

  async stop(): Promise<void> {
    await this.reset();
    await this.door.close();
    await this.pages.close();
    await this.server.dispose();
  }

  async openPage(path: string): Promise<Page> {
    const page = await this.#browser.openPage(`${this.pages.origin}${path}`);
    this.#open.push(page);
    return page;
  }

  async newPage(): Promise<Page> {
    const page = await this.openPage('/');
    await page.waitForFunction(() => window.whipway);
    await installPageClient(page);
    return page;
  }

  /** Publishes through the door. */
  async publish(options: Partial<PageOptions> = {}): Promise<Page> {
    const page = await this.newPage();
    const wish = { url: `${this.door.url}/whip/endpoint/live`, token: TOKEN, ...options };
    await page.evaluate((given) => window.pageClient.publish(given), wish);
    await waitForGrowth(page, { framesSent: 10 });
    return page;
  }

  async watch(): Promise<Page> {
    const page = await this.newPage();
    await page.evaluate((url) => window.pageClient.play(url), this.server.whep);
    await waitForGrowth(page, { framesDecoded: 20, audioPacketsReceived: 20 });
    return page;
  }

  numbers(publisher: Page): Promise<PageStatistics | undefined> {
    return publisher.evaluate(() => window.pageClient.numbers('publisher'));
  }

  /** Waits until the video of some seconds has a bitrate that will do. */
  async untilVideoRate(
    publisher: Page,
    willDo: (bitsPerSecond: number) => boolean,
    withinMilliseconds = 40_000,
  ): Promise<void> {
    const seen: number[] = [];
    for (const start = Date.now(); Date.now() - start < withinMilliseconds; ) {
      const report = await publisher.evaluate(() => window.pageClient.numbers('publisher', 2500));
      const rate = Math.round(report?.video?.bitsPerSecond ?? 0);
      if (willDo(rate)) return;
      seen.push(rate);
    }
    throw new Error(`the video never had a bitrate that would do: ${seen.join(', ')} bit/s`);
  }

  events(publisher: Page): Promise<readonly string[]> {
    return publisher.evaluate(() => window.pageClient.events('publisher'));
  }

  /** Waits until the publisher had an event so many times. */
  async eventually(publisher: Page, event: string, times = 1): Promise<void> {
    const deadline = Date.now() + 25_000;
    for (;;) {
      const events = await this.events(publisher);
      if (events.filter((name) => name === event).length >= times) return;
      if (Date.now() > deadline) {
        const said = pageMessages(publisher).slice(-5).join('; ');
        throw new Error(`no ${times} "${event}" in ${events.join(', ')}; page: ${said}`);
      }
      await publisher.waitForTimeout(100);
    }
  }
}
