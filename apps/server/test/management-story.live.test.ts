import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  launchChromium,
  type RunningChromium,
  waitForGrowth,
  waitForMovingPicture,
} from '@whipway/test-rig';
import { eventually } from './support/eventually.js';
import { ManagementPage } from './support/management-page.js';
import {
  ADMIN_TOKEN,
  type ManagementServer,
  startManagementServer,
} from './support/management-server.js';
import { recordStory } from './support/recording.js';

describeLive({ describe, it }, ['chromium'], 'a new user', (found) => {
  let running: ManagementServer;
  let browser: RunningChromium;
  let page: ManagementPage;

  beforeAll(async () => {
    running = await startManagementServer();
    browser = await launchChromium({ executable: found.chromium });
    page = await ManagementPage.open(browser, running.server.url, ADMIN_TOKEN);
  });

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  it('does it all with the mouse alone, and the run is recorded', async () => {
    await recordStory(page.tab, 'management', async () => {
      await createEndpoint();
      await copySettings();
      await publishTestPicture();
      await watchPictureAndCharts();
      await tearDown();
      await destroyEndpoint();
    });
    page.page.expectOwnResourcesOnly(running.server.url);
  });

  async function createEndpoint(): Promise<void> {
    await page.click('new-endpoint');
    await page.get('endpoint-id').waitFor();
    await page.page.keepScreenshot('story-1-new');
    await page.click('endpoint-save');
    await page.tab.getByRole('heading', { name: 'show-1', level: 1 }).waitFor();
  }

  async function copySettings(): Promise<void> {
    await page.click('kit-obs');
    await page.tab.getByRole('button', { name: 'Copy server' }).click();
    await eventually(async () =>
      expect(await page.clipboard()).toBe(`${running.server.url}/whip/endpoint/show-1`),
    );
    await page.tab.getByRole('button', { name: 'Copy bearer token' }).click();
    await eventually(async () => expect(await page.clipboard()).toMatch(/^[\w.~+/-]{16,}=*$/));
    await page.page.keepScreenshot('story-2-kit');
  }

  async function publishTestPicture(): Promise<void> {
    await page.click('kit-browser');
    await page.click('test-start');
    await page.reaches('publisher-state', 'connected');
    await page.page.keepScreenshot('story-3-live');
  }

  /** Of the session that appeared by itself. */
  async function watchPictureAndCharts(): Promise<void> {
    await page.click('open-session');
    await page.get('watch-video').waitFor();
    await waitForGrowth(page.tab, { framesDecoded: 30 }, 30_000);
    await waitForMovingPicture(page.tab, '[data-testid="watch-video"]');
    await eventually(async () => {
      const bitrate = page.get('chart-bitrate');
      expect(Number(await bitrate.getAttribute('data-value'))).toBeGreaterThan(30_000);
      expect(Number(await bitrate.getAttribute('data-samples'))).toBeGreaterThan(3);
    });
    await eventually(async () =>
      expect(await page.get('session-codecs').textContent()).toMatch(/(VP8|H\.264).*Opus/),
    );
    expect(await page.get('session-client').textContent()).toBe('Chrome or Edge');
    expect(await page.get('timeline').textContent()).toContain('Media flows');
    await page.page.keepScreenshot('story-4-session');
  }

  async function tearDown(): Promise<void> {
    await page.click('teardown');
    await page.page.keepScreenshot('story-5-teardown');
    await page.click('confirm-teardown');
    await page.get('close-reason').waitFor();
    expect(await page.get('close-reason').textContent()).toBe('Ended by an operator');
    await page.page.keepScreenshot('story-6-ended');
  }

  async function destroyEndpoint(): Promise<void> {
    await page.click('back-to-endpoint');
    const past = page.tab.locator('[data-testid="session-line"][data-kind="publish"]');
    await eventually(async () =>
      expect(await past.first().textContent()).toContain('Ended by an operator'),
    );
    await page.reaches('publisher-state', 'idle');
    await page.click('endpoint-destroy');
    await page.click('confirm-destroy');
    await page.tab.getByRole('heading', { name: 'Endpoints', level: 1 }).waitFor();
    expect(await running.calls.endpointIds()).toEqual(['from-file']);
    await eventually(async () =>
      expect(await page.get('endpoint-link').allTextContents()).toEqual(['from-file']),
    );
  }
});
