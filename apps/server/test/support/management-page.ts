import type { RunningChromium } from '@whipway/test-rig';
import type { Locator, Page } from 'playwright-core';
import { StudioPage } from './studio-page.js';

export interface ManagementOptions {
  /** Default: the endpoints. */
  readonly route?: string;
  readonly colorScheme?: 'light' | 'dark';
  /** CSS pixels. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Runs in the page before its own scripts. */
  readonly beforeScripts?: () => void;
  /** Runs before the page goes to the route. */
  readonly prepare?: (tab: Page) => Promise<unknown>;
}

/** A page of the management, signed in, driven as a person would. */
export class ManagementPage {
  readonly page: StudioPage;

  private constructor(page: StudioPage) {
    this.page = page;
  }

  /** @param token empty: nobody is signed in. */
  static async open(
    browser: RunningChromium,
    server: string,
    token: string,
    { route = '#/endpoints', beforeScripts, ...options }: ManagementOptions = {},
  ): Promise<ManagementPage> {
    const page = await StudioPage.open(browser, server, '#/', beforeScripts);
    const { tab } = page;
    const { colorScheme, viewport, prepare } = options;
    if (colorScheme) await tab.emulateMedia({ colorScheme });
    if (viewport) await tab.setViewportSize(viewport);
    await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await prepare?.(tab);
    await tab.goto(`${server}/${token ? `${route}?admin=${token}` : route}`);
    return new ManagementPage(page);
  }

  get tab(): Page {
    return this.page.tab;
  }

  get(testId: string): Locator {
    return this.page.get(testId);
  }

  async click(testId: string): Promise<void> {
    await this.page.click(testId);
  }

  async goto(route: string): Promise<void> {
    await this.tab.evaluate((hash) => {
      window.location.hash = hash;
    }, route);
  }

  /** Waits for a test id with a state. */
  async reaches(testId: string, state: string): Promise<void> {
    await this.tab
      .locator(`[data-testid="${testId}"][data-state="${state}"]`)
      .waitFor({ timeout: 20_000 });
  }

  clipboard(): Promise<string> {
    return this.tab.evaluate(() => navigator.clipboard.readText());
  }

  heading(): Promise<string | null> {
    return this.tab.locator('h1').textContent();
  }

  /** Requests of the API so far, as `GET /api/endpoints`. */
  readonly calls: string[] = [];

  watchCalls(): void {
    this.tab.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/api/')) this.calls.push(`${request.method()} ${pathname}`);
    });
  }

  /** CSS pixels by which the page is wider than its window. */
  overflow(): Promise<number> {
    return this.tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  }

  /** Elements that stick out of the window and cannot be scrolled to inside of another. */
  widerThanTheWindow(): Promise<readonly string[]> {
    return this.tab.evaluate(() => {
      const scrolls = (element: Element): boolean =>
        /auto|scroll|hidden/.test(getComputedStyle(element).overflowX) ||
        (element.parentElement !== null && scrolls(element.parentElement));
      return [...document.querySelectorAll('#root *, [role="dialog"] *')]
        .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 1)
        .filter((element) => !scrolls(element))
        .map((element) => element.outerHTML.slice(0, 120));
    });
  }
}
