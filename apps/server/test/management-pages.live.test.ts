import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, launchChromium, type RunningChromium } from '@whipway/test-rig';
import { recordings } from '@whipway/test-rig/fixtures';
import { barriersOf } from './support/barriers.js';
import { ManagementPage } from './support/management-page.js';
import {
  ADMIN_TOKEN,
  type ManagementServer,
  startManagementServer,
} from './support/management-server.js';

/** What has to be there before a page is looked at, and what is clicked first. */
interface PageCase {
  readonly name: string;
  readonly route: string;
  readonly ready: string;
  readonly clicks?: readonly string[];
  /** A field that is filled with something wrong and sent. */
  readonly fill?: readonly [testId: string, text: string];
  /** Nobody is signed in. */
  readonly open?: true;
}

// biome-ignore format: one page a line
const PAGES: readonly PageCase[] = [
  { name: 'start',       route: '#/',                                         ready: 'start-endpoint', open: true },
  { name: 'publish',     route: '#/publish/from-file?token=file-secret',      ready: 'publish-start', open: true },
  { name: 'watch',       route: '#/watch/from-file',                          ready: 'watch-state', open: true },
  { name: 'sign-in',     route: '#/endpoints',                                ready: 'admin-token', open: true },
  { name: 'endpoints',   route: '#/endpoints',                                ready: 'endpoint-link' },
  { name: 'new',         route: '#/endpoints',                                ready: 'new-endpoint', clicks: ['new-endpoint'] },
  { name: 'faults',      route: '#/endpoints',                                ready: 'new-endpoint', clicks: ['new-endpoint'], fill: ['setting-layer', 'no layer!'] },
  { name: 'endpoint',    route: '#/endpoints/own',                            ready: 'endpoint-edit' },
  { name: 'read-only',   route: '#/endpoints/from-file',                      ready: 'read-only', clicks: ['kit-curl'] },
  { name: 'kit-larix',   route: '#/endpoints/own',                            ready: 'kit-larix', clicks: ['kit-larix'] },
  { name: 'destroy',     route: '#/endpoints/own',                            ready: 'endpoint-edit', clicks: ['endpoint-destroy'] },
  { name: 'missing',     route: '#/endpoints/nobody',                         ready: 'all-endpoints' },
  { name: 'sessions',    route: '#/sessions',                                 ready: 'live-session-link' },
  { name: 'session',     route: '#/sessions/{live}',                          ready: 'timeline' },
  { name: 'ended',       route: '#/sessions/{ended}',                         ready: 'close-reason' },
  { name: 'server',      route: '#/server',                                   ready: 'backend-health' },
];

describeLive({ describe, it }, ['chromium'], 'every page', (found) => {
  let running: ManagementServer;
  let browser: RunningChromium;
  const names = new Map<string, string>();
  let page: ManagementPage;

  beforeAll(async () => {
    running = await startManagementServer();
    browser = await launchChromium({ executable: found.chromium });
    const { calls } = running;
    await calls.create({ id: 'own', token: 'own-secret', embedded: { layer: 'lowest' } });
    await calls.create({ id: 'open-to-all', publish: 'public', watch: { token: 'w' } });
    const offer = recordings().find(({ client }) => client === 'chromium-raw')?.offer ?? '';
    await calls.publish('own', 'own-secret', offer);
    await calls.tearDown(await calls.liveSession('own'), 'A note about the end.');
    await calls.publish('own', 'own-secret', offer);
    names.set('ended', await calls.endedSession('own'));
    names.set('live', await calls.liveSession('own'));
    page = await ManagementPage.open(browser, running.server.url, '', { route: '#/' });
  });

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  /** Shows a page anew, in light colours on a desk. */
  async function show(tested: PageCase): Promise<void> {
    const { tab } = page;
    await tab.setViewportSize({ width: 1280, height: 800 });
    await tab.emulateMedia({ colorScheme: 'light' });
    const route = tested.route.replace(/\{(\w+)\}/, (_, name: string) => names.get(name) ?? '');
    await page.goto('#/');
    await page.goto(tested.open ? route : `${route}?admin=${ADMIN_TOKEN}`);
    await page.get(tested.ready).first().waitFor();
    for (const click of tested.clicks ?? []) await page.click(click);
    if (tested.fill) {
      await page.get(tested.fill[0]).fill(tested.fill[1]);
      await page.click('endpoint-save');
    }
  }

  it.each(PAGES)('$name has no barrier that matters, and fits a small phone', async (tested) => {
    await show(tested);
    const found = await barriersOf(page, tested.name);
    await page.tab.setViewportSize({ width: 320, height: 640 });
    await page.tab.waitForTimeout(150);
    await page.page.keepScreenshot(`${tested.name}-phone`);
    const tooWide = await page.widerThanTheWindow();
    expect({ ...found, tooWide }).toEqual({ light: [], dark: [], tooWide: [] });
    expect(await page.overflow()).toBeLessThanOrEqual(0);
    page.page.expectOwnResourcesOnly(running.server.url);
  });
});
