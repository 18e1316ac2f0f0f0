import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  launchChromium,
  type RunningChromium,
  type ServerProcess,
  startServer,
  waitForGrowth,
  waitForMovingPicture,
} from '@whipway/test-rig';
import { eventually } from './support/eventually.js';
import { StudioPage } from './support/studio-page.js';

const TOKEN = 'studio-secret';
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Timers in milliseconds, short enough for a test that waits for them. */
function configuration(): string {
  const address = process.env['WHIPWAY_TEST_ADDRESS'];
  return JSON.stringify({
    media: { addresses: [...(address ? [address] : []), '127.0.0.1'] },
    timers: { connect: 5_000, mediaLost: 3_000 },
    endpoints: [
      { id: 'live', token: TOKEN, watch: 'public' },
      { id: 'private', token: TOKEN },
    ],
  });
}

describeLive({ describe, it }, ['chromium'], 'the studio', (found) => {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-studio-'));
  let server: ServerProcess;
  let browser: RunningChromium;
  const pages: StudioPage[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder, 'whipway.yaml'), configuration());
    server = await startServer({ main: MAIN, folder });
    browser = await launchChromium({ executable: found.chromium });
  });

  afterEach(async () => {
    // A page that is left ends its session; one that is killed would not.
    for (const { tab } of pages) await tab.goto('about:blank');
    await eventually(() => expect(publishersLeft()).toBe(0));
    for (const { tab } of pages.splice(0)) await tab.context().close();
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(route: string, prepare?: () => void): Promise<StudioPage> {
    const page = await StudioPage.open(browser, server.url, route, prepare);
    pages.push(page);
    return page;
  }

  /** Publishers whose session is open, by the server's log. */
  function publishersLeft(): number {
    const lines = server.output().split('\n');
    const count = (message: string) =>
      lines.filter((line) => line.includes('"publish"') && line.includes(message)).length;
    return count('session opened') - count('session closed');
  }

  const publishRoute = (id = 'live', token = TOKEN) => `#/publish/${id}?token=${token}`;

  it('publishes the test pattern; another page plays it, with numbers', async () => {
    const publisher = await open(publishRoute());
    await publisher.click('publish-source-pattern');
    await publisher.startPublishing();
    const viewer = await open('#/watch/live');
    await viewer.reaches('watch', 'connected');
    await waitForGrowth(viewer.tab, { framesDecoded: 30, audioPacketsReceived: 50 });
    await waitForMovingPicture(viewer.tab, '[data-testid="watch-video"]');
    for (const [page, name] of [
      [publisher, 'publish'],
      [viewer, 'watch'],
    ] as const) {
      const { bits, text } = await page.shownBitrate(name);
      expect(bits).toBeGreaterThan(50_000);
      expect(text).toMatch(/^[\d.]+ [kM]bit\/s$/);
      await page.keepScreenshot(`studio-${name}`);
      page.expectOwnResourcesOnly(server.url);
    }
  });

  it('gives the link to watch, without the token', async () => {
    const publisher = await open(publishRoute());
    const link = await publisher.get('watch-link').inputValue();
    expect(link).toBe(`${server.url}/#/watch/live`);
  });

  it('draws the test pattern on the page where no worker can, as in Firefox', async () => {
    const publisher = await open(publishRoute(), () => {
      Reflect.deleteProperty(window, 'MediaStreamTrackGenerator');
    });
    expect(await publisher.tab.evaluate(() => 'MediaStreamTrackGenerator' in window)).toBe(false);
    await publisher.startPublishing();
    await waitForGrowth(publisher.tab, { framesSent: 30, audioPacketsSent: 30 });
    await waitForMovingPicture(publisher.tab);
  });

  it('publishes the camera', async () => {
    const publisher = await open(publishRoute());
    await publisher.click('publish-source-camera');
    await publisher.startPublishing();
    await waitForGrowth(publisher.tab, { framesSent: 30, audioPacketsSent: 30 });
  });

  it('restarts the publisher’s ICE while media goes on', async () => {
    const publisher = await open(publishRoute());
    await publisher.startPublishing();
    const viewer = await open('#/watch/live');
    await waitForGrowth(viewer.tab, { framesDecoded: 30 });
    const replied = publisher.tab.waitForResponse(
      (response) => response.request().method() === 'PATCH' && response.status() === 200,
    );
    await publisher.click('publish-restart');
    await replied;
    // Longer than the old path would live on if the restart had broken it.
    await waitForGrowth(viewer.tab, { framesDecoded: 240 }, 30_000);
    expect(await publisher.get('error-message').count()).toBe(0);
    await publisher.reaches('publish', 'connected');
  });

  it('stops; the viewer waits and comes back by itself with the next publisher', async () => {
    const before = server.output().length;
    const viewer = await open('#/watch/live');
    await viewer.reaches('watch', 'waiting');
    expect(await viewer.get('error-message').count()).toBe(0);
    const publisher = await open(publishRoute());
    for (let round = 0; round < 2; round += 1) {
      await publisher.startPublishing();
      await viewer.reaches('watch', 'connected');
      await waitForGrowth(viewer.tab, { framesDecoded: 15 });
      await publisher.click('publish-stop');
      await publisher.reaches('publish', 'idle');
      await viewer.reaches('watch', 'waiting');
    }
    await viewer.keepScreenshot('studio-waiting');
    const said = server.output().slice(before);
    expect(said).toContain('client-deleted');
    expect(said).not.toContain('peer-closed');
  });

  it('frees the endpoint when the publisher leaves the page', async () => {
    const publisher = await open(publishRoute());
    await publisher.startPublishing();
    await publisher.tab.goto('about:blank');
    const next = await open(publishRoute());
    await next.startPublishing();
  });

  it('goes on publishing while the same page shows something else', async () => {
    const page = await open(publishRoute());
    await page.startPublishing();
    await page.tab.getByRole('link', { name: 'Watch', exact: true }).click();
    await page.reaches('watch', 'connected');
    await waitForGrowth(page.tab, { framesDecoded: 15 });
    await page.click('live-link');
    await page.reaches('publish', 'connected');
  });

  it('says in words that a token is wrong, and takes the right one', async () => {
    const page = await open(publishRoute('live', 'wrong'));
    await page.click('publish-start');
    await page.reaches('publish', 'failed');
    expect(await page.error()).toMatch(/token is not accepted.*Check the token/s);
    await page.keepScreenshot('studio-error');
    await page.get('token-input').fill(TOKEN);
    await page.get('token-input').press('Enter');
    await page.startPublishing();
    expect(page.tab.url()).toContain(`token=${TOKEN}`);
  });

  it('says in words that somebody else is publishing', async () => {
    const first = await open(publishRoute());
    await first.startPublishing();
    const second = await open(publishRoute());
    await second.click('publish-start');
    expect(await second.error()).toMatch(/already has a publisher/);
    await first.reaches('publish', 'connected');
  });

  it('asks for the token of a private endpoint before it shows anything', async () => {
    const viewer = await open('#/watch/private');
    await viewer.reaches('watch', 'failed');
    expect(await viewer.error()).toContain('token');
    await viewer.get('token-input').fill(TOKEN);
    await viewer.get('token-input').press('Enter');
    await viewer.reaches('watch', 'waiting');
  });

  it('says in words that there is no such endpoint', async () => {
    const page = await open(publishRoute('nowhere'));
    await page.click('publish-start');
    expect(await page.error()).toMatch(/No such endpoint|token is not accepted/);
  });

  it('says in words that the camera is not allowed', async () => {
    const page = await open(publishRoute());
    // The test browser grants everything, so the refusal is made here.
    await page.tab.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    });
    await page.click('publish-source-camera');
    await page.click('publish-start');
    expect(await page.error()).toMatch(/not allowed.*test pattern/s);
  });

  it('says in words that the server cannot be reached', async () => {
    const other = await startServer({ main: MAIN, folder });
    const page = await StudioPage.open(browser, other.url, publishRoute());
    pages.push(page);
    await page.get('publish-start').waitFor();
    await other.stop();
    await page.click('publish-start');
    expect(await page.error()).toMatch(/cannot be reached.*running/s);
  });

  it('starts with settings to paste, for the endpoint and token that are typed in', async () => {
    const page = await open('');
    await page.get('start-endpoint').fill('my-show');
    await page.get('start-token').fill('s3cret');
    await page.click('start-ffmpeg');
    const text = await page.tab.locator('pre:visible').textContent();
    expect(text).toContain('-authorization s3cret');
    expect(text).toContain(`${server.url}/whip/endpoint/my-show`);
    await page.keepScreenshot('studio-start');
    await page.tab.getByRole('button', { name: 'Publish' }).press('Enter');
    await page.reaches('publish', 'idle');
    expect(page.tab.url()).toBe(`${server.url}/#/publish/my-show?token=s3cret`);
  });
});
