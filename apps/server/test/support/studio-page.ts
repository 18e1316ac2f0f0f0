import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { pageMessages, type RunningChromium } from '@whipway/test-rig';
import type { Locator, Page } from 'playwright-core';

/** States are reached within this, on a busy machine. */
const PATIENCE = 20_000;

/** One page of the studio, driven as a person would, by its test ids. */
export class StudioPage {
  readonly tab: Page;
  /** Addresses of everything the page asked for. */
  readonly requests: string[] = [];

  private constructor(tab: Page) {
    this.tab = tab;
    tab.on('request', (request) => this.requests.push(request.url()));
  }

  /**
   * @param route such as `#/watch/live`.
   * @param prepare runs in the page before its own scripts.
   */
  static async open(
    browser: RunningChromium,
    server: string,
    route: string,
    prepare?: () => void,
  ): Promise<StudioPage> {
    const page = new StudioPage(await browser.openPage());
    if (prepare) await page.tab.addInitScript(prepare);
    await page.tab.goto(`${server}/${route}`);
    return page;
  }

  get(testId: string): Locator {
    return this.tab.getByTestId(testId);
  }

  async click(testId: string): Promise<void> {
    await this.get(testId).click();
  }

  /** Waits until the page shows a state, by its stable name. */
  async reaches(page: 'publish' | 'watch', state: string): Promise<void> {
    const element = this.tab.locator(`[data-testid="${page}-state"][data-state="${state}"]`);
    await element.waitFor({ timeout: PATIENCE }).catch(async (cause: unknown) => {
      const now = await this.get(`${page}-state`).getAttribute('data-state');
      const said = pageMessages(this.tab).slice(-10).join('\n');
      throw new Error(`The page shows ${now}, not ${state}. It said:\n${said}`, { cause });
    });
  }

  async startPublishing(): Promise<void> {
    await this.click('publish-start');
    await this.reaches('publish', 'connected');
  }

  /** Bits per second, once the page shows more than none. */
  async shownBitrate(page: 'publish' | 'watch'): Promise<{ bits: number; text: string }> {
    const element = this.tab.locator(
      `[data-testid="${page}-bitrate"]:not([data-bits-per-second="0"])`,
    );
    await element.waitFor({ timeout: PATIENCE });
    const bits = Number(await element.getAttribute('data-bits-per-second'));
    return { bits, text: (await element.textContent()) ?? '' };
  }

  async error(): Promise<string> {
    const element = this.get('error-message');
    await element.waitFor({ timeout: PATIENCE });
    return (await element.textContent()) ?? '';
  }

  /** No request left the server, and nothing broke the page's Content-Security-Policy. */
  expectOwnResourcesOnly(server: string): void {
    expect(this.requests.length).toBeGreaterThan(0);
    const foreign = this.requests.filter((url) => !url.startsWith(server) && url !== 'about:blank');
    expect(foreign).toEqual([]);
    const broken = pageMessages(this.tab).filter((line) =>
      /Content.Security.Policy|uncaught/i.test(line),
    );
    expect(broken).toEqual([]);
  }

  /** Keeps a picture of the page in the folder that WHIPWAY_SCREENSHOTS names, if it does. */
  async keepScreenshot(name: string): Promise<void> {
    const folder = process.env['WHIPWAY_SCREENSHOTS'];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await this.tab.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
}
