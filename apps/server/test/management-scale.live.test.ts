import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, launchChromium, type RunningChromium } from '@whipway/test-rig';
import { recordings } from '@whipway/test-rig/fixtures';
import { eventually } from './support/eventually.js';
import { ManagementPage } from './support/management-page.js';
import {
  ADMIN_TOKEN,
  type ManagementServer,
  startManagementServer,
} from './support/management-server.js';
import { measureScroll } from './support/measure-scroll.js';
import { StudioPage } from './support/studio-page.js';

const ENDPOINTS = 1_000;
const SESSIONS = 200;
/** Longest time for making the endpoints, milliseconds. */
const PREPARING = 240_000;
/** Calls that go out together. */
const PARALLEL = 10;

function idOf(index: number): string {
  return `show-${String(index).padStart(4, '0')}`;
}

async function inParallel(count: number, call: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

describeLive(
  { describe, it },
  ['chromium'],
  `${ENDPOINTS} endpoints and ${SESSIONS} live sessions`,
  (found) => {
    let running: ManagementServer;
    let browser: RunningChromium;
    let page: ManagementPage;

    beforeAll(async () => {
      running = await startManagementServer();
      await inParallel(ENDPOINTS, (index) =>
        running.calls.create({ id: idOf(index), token: `token-${index}` }),
      );
      browser = await launchChromium({ executable: found.chromium });
      page = await ManagementPage.open(browser, running.server.url, '', { route: '#/' });
      page.watchCalls();
    }, PREPARING);

    afterAll(async () => {
      await browser.close();
      await running.stop();
    });

    it('are listed with a few requests', async () => {
      const began = performance.now();
      await page.goto(`#/endpoints?admin=${ADMIN_TOKEN}`);
      await page.tab.getByText(`1,001 endpoints`).waitFor();
      console.info(`listed after ${Math.round(performance.now() - began)} ms`);
      expect(page.calls.filter((call) => call === 'GET /api/endpoints').length).toBeLessThanOrEqual(
        3,
      );
      expect(page.calls.length).toBeLessThanOrEqual(8);
    });

    it('go live in the table by events: not one request more', async () => {
      page.calls.splice(0);
      const offer = recordings().find(({ client }) => client === 'obs-32.2.2')?.offer ?? '';
      await inParallel(SESSIONS, (index) =>
        running.calls.publish(idOf(index), `token-${index}`, offer),
      );
      await page.tab.getByText('Live', { exact: true }).first().click();
      await page.tab.getByText(`${SESSIONS} of 1,001 endpoints`).waitFor();
      await page.tab.getByText('OBS Studio').first().waitFor();
      expect(page.calls).toEqual([]);
      await page.page.keepScreenshot('scale');
    });

    it('keep few rows in the page, which says how many there are', async () => {
      await page.tab.getByText('All', { exact: true }).click();
      await page.tab.getByText(`1,001 endpoints`).waitFor();
      expect(await page.get('endpoint-link').count()).toBeLessThan(60);
      const table = page.tab.getByRole('table', { name: 'Endpoints' });
      expect(await table.getAttribute('aria-rowcount')).toBe('1002');
    });

    it('scroll to the end with few rows in the page and without a request; what that costs is printed', async () => {
      page.calls.splice(0);
      const { frames, work, median } = await measureScroll(page.tab);
      console.info(`${frames} frames: ${work} ms of work each, ${median} ms from one to the next`);
      await page.tab.getByRole('link', { name: idOf(ENDPOINTS - 1) }).waitFor();
      expect(await page.get('endpoint-link').count()).toBeLessThan(60);
      expect(page.calls).toEqual([]);
    });

    it('are searched while one types', async () => {
      await page.get('endpoint-search').fill('0777');
      await page.tab.getByText('1 of 1,001 endpoints').waitFor();
      expect(await page.get('endpoint-link').allTextContents()).toEqual([idOf(777)]);
    });

    it('follow changes elsewhere at once, without a request', async () => {
      await page.goto('#/sessions');
      const table = page.tab.getByRole('table', { name: 'Live sessions' });
      await table.waitFor();
      expect(await table.getAttribute('aria-rowcount')).toBe(`${SESSIONS + 1}`);
      page.calls.splice(0);
      await inParallel(SESSIONS / 2, (index) => running.calls.destroy(idOf(index)));
      await eventually(async () =>
        expect(await table.getAttribute('aria-rowcount')).toBe(`${SESSIONS / 2 + 1}`),
      );
      expect(page.calls).toEqual([]);
    });

    it('are asked for the numbers of the one session that is shown', async () => {
      const publisher = await StudioPage.open(
        browser,
        running.server.url,
        `#/publish/${idOf(ENDPOINTS - 1)}?token=token-${ENDPOINTS - 1}`,
      );
      await publisher.startPublishing();
      await page.tab.bringToFront();
      page.calls.splice(0);
      // The newest stands first.
      const row = page.tab.getByRole('row').filter({ hasText: idOf(ENDPOINTS - 1) });
      await row.getByTestId('live-session-link').click();
      await page.tab
        .getByRole('heading', { name: `Publisher on ${idOf(ENDPOINTS - 1)}` })
        .waitFor();
      const asked = () => page.calls.filter((call) => call.endsWith('/stats'));
      await eventually(() => expect(asked().length).toBeGreaterThanOrEqual(3));
      expect(new Set(asked()).size).toBe(1);
      const samples = await page.get('chart-bitrate').getAttribute('data-samples');
      expect(Number(samples)).toBeGreaterThanOrEqual(1);
      const others = page.calls.filter((call) => !call.endsWith('/stats'));
      // The session and its events, its backend, and what the preview needs: not the other hundred.
      expect(others.length).toBeLessThanOrEqual(12);
      await publisher.tab.context().close();
    });
  },
);
