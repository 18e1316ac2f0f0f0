import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acceptAnswer, checkOffer } from '@whipway/core';
import {
  describeLive,
  launchChromium,
  type RunningChromium,
  servePage,
  waitForGrowth,
} from '@whipway/test-rig';
import type { Page } from 'playwright-core';
import type { EmbeddedBackend } from '../src/index.js';
import { eventually, makeBackend, type Opened, publish, watch } from './support/backend-host.js';
import { type PublishWish, publishOffer, takeAnswer, watchOffer } from './support/browser-peers.js';

describeLive({ describe, it }, ['chromium'], 'Chromium', ({ chromium: executable }) => {
  let browser: RunningChromium;
  let server: Awaited<ReturnType<typeof servePage>>;
  let backend: EmbeddedBackend;

  beforeAll(async () => {
    server = await servePage();
    browser = await launchChromium({ executable });
    backend = makeBackend();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await backend?.close();
  });

  async function onAir(
    wish: PublishWish,
    settings: unknown = {},
  ): Promise<Opened & { page: Page }> {
    const page = await browser.openPage(server.url);
    const offer = await publishOffer(page, wish);
    const opened = await publish(backend, offer, settings);
    const checked = checkOffer(offer, { profile: 'publish' });
    await takeAnswer(
      page,
      acceptAnswer(opened.session.answer, checked, { rtcpMuxOnly: true }).text,
    );
    await eventually(() => opened.reports.said.includes('mediaUp'), 'mediaUp');
    return { ...opened, page };
  }

  async function viewer(published: Opened): Promise<Opened & { page: Page }> {
    const page = await browser.openPage(server.url);
    const opened = await watch(backend, await watchOffer(page), published);
    await takeAnswer(page, opened.session.answer);
    return { ...opened, page };
  }

  it.each([
    { codec: 'VP8', layers: false },
    { codec: 'H264', layers: false },
    { codec: 'VP8', layers: true },
  ])('publishes %j and another page plays it', async (wish) => {
    const published = await onAir(wish);
    const watching = await viewer(published);
    const figures = await waitForGrowth(watching.page, {
      framesDecoded: 30,
      audioPacketsReceived: 50,
    });
    expect(figures.framesDecoded).toBeGreaterThan(0);
    await watching.session.close('client-deleted');
    await published.session.close('client-deleted');
  });
});
