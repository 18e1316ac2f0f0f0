import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  launchChromium,
  type RunningChromium,
  servePage,
  waitForGrowth,
  waitForMovingPicture,
} from '@whipway/test-rig';
import { eventually } from '@whipway/test-rig/eventually';
import type { Page } from 'playwright-core';
import { type Host, type HostOptions, startHost, TOKEN } from './support/host.js';
import { installPageClient, type PublishWish } from './support/page-client.js';

describeLive({ describe, it }, ['mediasoup', 'chromium'], 'Chromium', ({ chromium }) => {
  let browser: RunningChromium;
  let origin: Awaited<ReturnType<typeof servePage>>;
  let host: Host | undefined;

  beforeAll(async () => {
    origin = await servePage();
    browser = await launchChromium({ executable: chromium });
  });
  afterEach(async () => {
    await host?.close();
    host = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    await origin?.close();
  });

  async function start(options?: HostOptions): Promise<Host> {
    host = await startHost(options);
    return host;
  }

  async function openPage(): Promise<Page> {
    const page = await browser.openPage(origin.url);
    await page.evaluate(installPageClient);
    return page;
  }

  async function publish(to: Host, wish: Partial<PublishWish> = {}): Promise<Page> {
    const page = await openPage();
    const whole = { endpoint: to.whip(), token: TOKEN, codec: 'VP8', simulcast: false, ...wish };
    await page.evaluate((order) => window.pageClient.publish(order), whole);
    await waitForGrowth(page, { framesSent: 10, audioPacketsSent: 20 });
    return page;
  }

  async function watch(from: Host): Promise<Page> {
    const page = await openPage();
    await page.evaluate((endpoint) => window.pageClient.watch(endpoint), from.whep());
    await waitForGrowth(page, { framesDecoded: 30, audioPacketsReceived: 50 });
    return page;
  }

  const protocol = (page: Page) => page.evaluate(() => window.pageClient.protocol());
  const frameHeight = (page: Page) => page.evaluate(() => window.pageClient.frameHeight());

  it.each([
    { codec: 'VP8', way: 'udp' },
    { codec: 'H264', way: 'udp' },
    { codec: 'VP9', way: 'udp' },
    { codec: 'VP8', way: 'tcp' },
    { codec: 'H264', way: 'tcp' },
  ])('publishes $codec over $way, and another page plays it', async ({ codec, way }) => {
    const running = await start({ settings: { [way === 'udp' ? 'tcp' : 'udp']: false } });
    const publisher = await publish(running, { codec });
    const viewer = await watch(running);
    await waitForMovingPicture(viewer, 'video');
    expect(await Promise.all([publisher, viewer].map(protocol))).toEqual([way, way]);
    expect(await viewer.evaluate(() => window.pageClient.end())).toBe(200);
    expect(await publisher.evaluate(() => window.pageClient.end())).toBe(200);
    expect(running.gateway.sessions()).toEqual([]);
  });

  it.each([
    { playbackLayer: 'highest', height: 540 },
    { playbackLayer: 1, height: 270 },
    { playbackLayer: 'lowest', height: 135 },
  ])('publishes three layers; viewers get $playbackLayer', async ({ playbackLayer, height }) => {
    const running = await start({ endpoints: { live: { playbackLayer } } });
    const publisher = await publish(running, { simulcast: true });
    const [session] = running.gateway.sessions();
    await eventually(async () => {
      const { tracks } = await running.gateway.stats(session?.id ?? '');
      const layers = tracks.filter(({ rid, packets }) => rid && packets > 10).map(({ rid }) => rid);
      return layers.sort().join() === 'h,l,m';
    }, 'all three layers are received');
    const viewer = await watch(running);
    await eventually(
      async () => (await frameHeight(viewer)) === height,
      `pictures ${height} pixels high`,
      20_000,
    );
    await publisher.close();
  });

  it('restarts ICE while publishing, and media goes on', async () => {
    const running = await start();
    const publisher = await publish(running);
    const viewer = await watch(running);
    expect(await publisher.evaluate(() => window.pageClient.restart())).toBe(200);
    expect(await viewer.evaluate(() => window.pageClient.restart())).toBe(200);
    await waitForGrowth(viewer, { framesDecoded: 60 });
    expect(running.gateway.sessions()).toMatchObject([
      { kind: 'publish', state: 'connected', generation: 1 },
      { kind: 'watch', state: 'connected', generation: 1 },
    ]);
  });
});
