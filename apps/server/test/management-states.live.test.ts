import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { describeLive, launchChromium, type RunningChromium } from '@whipway/test-rig';
import { barriersOf } from './support/barriers.js';
import { ManagementPage } from './support/management-page.js';
import {
  ADMIN_TOKEN,
  type ManagementServer,
  startManagementServer,
} from './support/management-server.js';

describeLive({ describe, it }, ['chromium'], 'a page on which something is missing', (found) => {
  let running: ManagementServer;
  let browser: RunningChromium;
  const pages: ManagementPage[] = [];

  beforeAll(async () => {
    running = await startManagementServer([]);
    browser = await launchChromium({ executable: found.chromium });
  });

  afterEach(async () => {
    for (const { tab } of pages.splice(0)) await tab.context().close();
    for (const id of await running.calls.endpointIds()) await running.calls.destroy(id);
  });

  afterAll(async () => {
    await browser.close();
    await running.stop();
  });

  async function open(
    options?: Parameters<typeof ManagementPage.open>[3],
    { server } = running,
  ): Promise<ManagementPage> {
    const page = await ManagementPage.open(browser, server.url, ADMIN_TOKEN, options);
    pages.push(page);
    return page;
  }

  async function expectNoBarrier(page: ManagementPage, name: string): Promise<void> {
    expect(await barriersOf(page, name)).toEqual({ light: [], dark: [] });
    await page.tab.setViewportSize({ width: 320, height: 640 });
    expect(await page.widerThanTheWindow()).toEqual([]);
  }

  it('says that there are no endpoints yet, and makes the first one', async () => {
    const page = await open();
    await page.tab.getByRole('heading', { name: 'No endpoints yet' }).waitFor();
    await expectNoBarrier(page, 'empty');
    await page.tab.getByRole('button', { name: 'Make the first one' }).click();
    await page.get('endpoint-id').waitFor();
  });

  it('says that nobody is here, and that no session has ended yet', async () => {
    const page = await open({ route: '#/sessions' });
    await page.tab.getByRole('heading', { name: 'Nobody is here right now' }).waitFor();
    await expectNoBarrier(page, 'empty-live');
    await page.tab.getByText('Ended', { exact: true }).click();
    await page.tab.getByRole('heading', { name: 'No session has ended yet' }).waitFor();
    await expectNoBarrier(page, 'empty-ended');
  });

  it.each(['#/endpoints', '#/endpoints/own', '#/sessions'])(
    'shows that %s is on its way',
    async (route) => {
      const page = await open({
        route,
        // A server that takes its time.
        prepare: (tab) => tab.route(/\/api\/(endpoints|sessions)/, () => {}),
      });
      await page.tab.locator('[aria-busy="true"]').first().waitFor();
      await expectNoBarrier(page, `loading-${route.replace(/\W+/g, '-')}`);
    },
  );

  it('shows two versions of an endpoint', async () => {
    await running.calls.create({ id: 'shared', token: 't', embedded: { layer: 'highest' } });
    const page = await open({ route: '#/endpoints/shared' });
    await page.click('endpoint-edit');
    await page.get('setting-layer').fill('mine');
    await running.calls.change('shared', { token: 't', embedded: { layer: 'theirs' } });
    await page.click('endpoint-save');
    await page.get('conflict').waitFor();
    await expectNoBarrier(page, 'conflict');
  });

  it('says that the server is gone', async () => {
    const other = await startManagementServer();
    try {
      const page = await open({ route: '#/endpoints/from-file' }, other);
      await page.get('read-only').waitFor();
      await other.server.stop();
      await page.tab.locator('[data-testid="connection"][data-lost="true"]').waitFor();
      await expectNoBarrier(page, 'disconnected');
    } finally {
      await other.stop();
    }
  });
});
