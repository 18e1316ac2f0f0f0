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
import {
  CALL,
  eventually,
  makeBackend,
  type Opened,
  publish,
  watch,
} from './support/backend-host.js';
import {
  dtlsState,
  outgoingBitrate,
  type PublishWish,
  pictureWidth,
  publishOffer,
  restartedIce,
  selectedUfrag,
  setLayer,
  takeAnswer,
  takeRestart,
  watchOffer,
} from './support/browser-peers.js';
import { isFree } from './support/free-ports.js';

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

  /** The port that a session's answer told the page. */
  function portOf({ session }: Opened): readonly [port: number, address: string] {
    const [, address = '', port] = / udp \d+ (\S+) (\d+) typ host/.exec(session.answer) ?? [];
    return [Number(port), address];
  }

  async function onAir(wish: PublishWish, settings: unknown = {}): Promise<Peer> {
    const page = await browser.openPage(server.url);
    const offer = await publishOffer(page, wish);
    const opened = await publish(backend, offer, settings);
    const checked = checkOffer(offer, { profile: 'publish' });
    const { text } = acceptAnswer(opened.session.answer, checked, { rtcpMuxOnly: true });
    await takeAnswer(page, text);
    await eventually(() => opened.reports.said.includes('mediaUp'), 'mediaUp');
    return { ...opened, page };
  }

  async function viewer(published: Opened): Promise<Peer> {
    const page = await browser.openPage(server.url);
    const offer = await watchOffer(page);
    const opened = await watch(backend, offer, published);
    const checked = checkOffer(offer, { profile: 'watch' });
    const { text } = acceptAnswer(opened.session.answer, checked, { rtcpMuxOnly: true });
    await takeAnswer(page, text);
    return { ...opened, page };
  }

  it.each(['VP8', 'H264'])('publishes %s and other pages play it, late ones too', async (codec) => {
    const published = await onAir({ codec, layers: false });
    const early = await viewer(published);
    await waitForGrowth(early.page, { framesDecoded: 20, audioPacketsReceived: 20 });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const began = Date.now();
    const late = await viewer(published);
    await waitForGrowth(late.page, { framesDecoded: 1 }, 2000);
    expect(Date.now() - began).toBeLessThan(2500);
    await waitForGrowth(late.page, { framesDecoded: 20, audioPacketsReceived: 20 });
    await waitForGrowth(early.page, { framesDecoded: 20 });
    const [audio, video] = (await published.session.stats(CALL)).tracks;
    expect(audio).toMatchObject({ kind: 'audio', codec: 'opus' });
    expect(video).toMatchObject({ kind: 'video', codec: codec.toLowerCase() });
    expect(video?.bitrate).toBeGreaterThan(0);
    await end(published, early, late);
  });

  it('lets the publisher raise its bitrate, by transport-wide feedback', async () => {
    const published = await onAir({ codec: 'VP8', layers: false });
    await eventually(
      async () => (await outgoingBitrate(published.page)) > 1_000_000,
      'the publisher believes in more than it began with',
      20_000,
    );
    await end(published);
  });

  it('restarts ICE of the publisher and of a viewer while the picture goes on', async () => {
    const published = await onAir({ codec: 'VP8', layers: false });
    const watching = await viewer(published);
    await waitForGrowth(watching.page, { framesDecoded: 10 });
    for (const peer of [published, watching]) {
      const { page, session } = peer;
      expect(await isFree(...portOf(peer))).toBe(false);
      const sent = await restartedIce(page);
      expect(sent.candidates.map(({ text }) => text).join()).toContain('generation 1');
      const fragment = await session.restartIce(sent, CALL);
      await takeRestart(page, fragment);
      await eventually(
        async () => (await selectedUfrag(page)) === fragment.ufrag,
        'the page sends on the new pair',
      );
      await waitForGrowth(watching.page, { framesDecoded: 30, audioPacketsReceived: 50 });
      // Our side gives the old socket up only when it uses the new pair itself.
      await eventually(() => isFree(...portOf(peer)), 'the old socket is closed', 8000);
    }
    await waitForGrowth(watching.page, { framesDecoded: 20, audioPacketsReceived: 20 });
    expect(published.reports.said).toEqual(['mediaUp']);
    expect(watching.reports.said).toEqual(['mediaUp']);
    await end(published, watching);
  });

  it.each(['VP8', 'H264'])('forwards the highest %s layer that flows', async (codec) => {
    const published = await onAir({ codec, layers: true });
    const watching = await viewer(published);
    const shows = (width: number): Promise<void> =>
      eventually(
        async () => (await pictureWidth(watching.page)) === width,
        `the picture is ${width} wide`,
        20_000,
      );
    await shows(960);
    await setLayer(published.page, 'h', false);
    await shows(480);
    await waitForGrowth(watching.page, { framesDecoded: 20 });
    await setLayer(published.page, 'h', true);
    await shows(960);
    await waitForGrowth(watching.page, { framesDecoded: 20 });
    const { tracks } = await published.session.stats(CALL);
    expect(tracks.map(({ rid }) => rid).sort()).toEqual(['h', 'l', 'm', undefined]);
    await end(published, watching);
  });

  it('forwards the layer that the endpoint is set to', async () => {
    const published = await onAir({ codec: 'VP8', layers: true }, { layer: 'l' });
    const watching = await viewer(published);
    await waitForGrowth(watching.page, { framesDecoded: 40 }, 20_000);
    expect(await pictureWidth(watching.page)).toBe(240);
    await end(published, watching);
  });

  it('hears a page that ends its peer connection, and is heard', async () => {
    const leaving = await onAir({ codec: 'VP8', layers: false });
    await leaving.page.evaluate(() => window.peer.close());
    await eventually(
      () => leaving.reports.said.includes('hungUp peer-closed'),
      'the goodbye of the page',
      1500,
    );
    const staying = await onAir({ codec: 'VP8', layers: false });
    await staying.session.close('kicked');
    await eventually(
      async () => (await dtlsState(staying.page)) === 'closed',
      'close_notify',
      2000,
    );
    await end(leaving, staying);
  });

  it('plays to a page that asks for a track nobody publishes, and hears it leave', async () => {
    const published = await onAir({ codec: 'VP8', layers: false, audio: false });
    const watching = await viewer(published);
    const figures = await waitForGrowth(watching.page, { framesDecoded: 20 });
    expect(figures.audioPacketsReceived).toBe(0);
    await watching.page.evaluate(() => window.peer.close());
    await eventually(
      () => watching.reports.said.includes('hungUp peer-closed'),
      'the goodbye of the viewer',
      1500,
    );
    expect(published.reports.said).toEqual(['mediaUp']);
    await end(published, watching);
  });

  it('notices a publisher that was killed', async () => {
    const other = await launchChromium({ executable });
    const page = await other.openPage(server.url);
    const opened = await publish(
      backend,
      await publishOffer(page, { codec: 'VP8', layers: false }),
    );
    await takeAnswer(page, opened.session.answer);
    await eventually(() => opened.reports.said.includes('mediaUp'), 'mediaUp');
    await other.kill();
    await eventually(() => opened.reports.said.includes('mediaDown'), 'mediaDown', 4000);
    expect(opened.reports.said).toEqual(['mediaUp', 'mediaDown']);
    await opened.session.close('media-lost');
  });
});

type Peer = Opened & { readonly page: Page };

async function end(...peers: readonly Peer[]): Promise<void> {
  for (const { session, page } of peers) {
    await session.close('client-deleted');
    await page.close();
  }
}
