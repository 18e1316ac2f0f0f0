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
  servePage,
  startServer,
  waitForGrowth,
  waitForMovingPicture,
  waitForStandstill,
} from '@whipway/test-rig';
import type { Page } from 'playwright-core';
import { installPlainClient, type PlainClient } from './page/plain-client.js';

const TOKEN = 'end-to-end-secret';
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

declare global {
  interface Window {
    readonly plainClient: PlainClient;
  }
}

/** Timers in milliseconds, short enough for a test that waits for them. */
function configuration(): string {
  const address = process.env['WHIPWAY_TEST_ADDRESS'];
  return JSON.stringify({
    media: { addresses: [...(address ? [address] : []), '127.0.0.1'] },
    timers: { connect: 5_000, mediaLost: 2_000 },
    endpoints: [{ id: 'live', token: TOKEN, watch: 'public' }],
  });
}

describeLive({ describe, it }, ['chromium'], 'a browser publishes, another one plays', (found) => {
  const folder = mkdtempSync(join(tmpdir(), 'whipway-end-to-end-'));
  let server: ServerProcess;
  let page: Awaited<ReturnType<typeof servePage>>;
  const browsers: RunningChromium[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder, 'whipway.yaml'), configuration());
    server = await startServer({ main: MAIN, folder });
    page = await servePage();
  });

  afterEach(async () => {
    for (const browser of browsers.splice(0)) await browser.close();
    await waitForSessions(0);
  });

  afterAll(async () => {
    await page.close();
    expect(await server.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  async function open(): Promise<{ browser: RunningChromium; tab: Page }> {
    const browser = await launchChromium({ executable: found.chromium });
    browsers.push(browser);
    const tab = await browser.openPage(page.url);
    await tab.evaluate(installPlainClient);
    return { browser, tab };
  }

  const endpoint = (kind: 'whip' | 'whep') => `${server.url}/${kind}/endpoint/live`;

  async function publish(codec = 'video/vp8') {
    const opened = await open();
    const session = await opened.tab.evaluate(
      ([url, token, wanted]) => window.plainClient.publish(url, token, wanted),
      [endpoint('whip'), TOKEN, codec] as const,
    );
    await waitForGrowth(opened.tab, { framesSent: 10 });
    return { ...opened, session };
  }

  async function watch() {
    const opened = await open();
    await opened.tab.evaluate((url) => window.plainClient.watch(url), endpoint('whep'));
    return opened;
  }

  async function status(session: string): Promise<number> {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    return (await fetch(session, { headers })).status;
  }

  /** Publishing is possible exactly when nobody publishes: asked of the server, not of a page. */
  async function waitForSessions(wanted: 0): Promise<void> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const response = await fetch(endpoint('whep'), {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp' },
        body: VIEWER_OFFER,
      });
      const body = await response.text();
      if (body.includes('nothing-published')) return;
      if (Date.now() > deadline)
        throw new Error(`still not ${wanted} sessions: ${response.status} ${body}`);
      if (response.status === 201)
        await fetch(new URL(response.headers.get('Location') ?? '', server.url), {
          method: 'DELETE',
        });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  it.each(['video/vp8', 'video/h264'])(
    'with %s: frames, sound, a moving picture',
    async (codec) => {
      await publish(codec);
      const { tab } = await watch();
      await waitForGrowth(tab, { framesDecoded: 30, audioPacketsReceived: 50 });
      await waitForMovingPicture(tab);
    },
  );

  it('goes on through an ICE restart of the publisher, and of the viewer', async () => {
    const publisher = await publish();
    const viewer = await watch();
    await waitForGrowth(viewer.tab, { framesDecoded: 30 });
    for (const { tab } of [publisher, viewer]) {
      expect(await tab.evaluate(() => window.plainClient.restart())).toBe(200);
      await waitForGrowth(viewer.tab, { framesDecoded: 60 });
      expect(await tab.evaluate(() => window.plainClient.connectionState())).toBe('connected');
    }
  });

  it('ends with DELETE: for the publisher, for its viewers, for good', async () => {
    const publisher = await publish();
    const viewer = await watch();
    await waitForGrowth(viewer.tab, { framesDecoded: 30 });
    expect(await status(publisher.session)).toBe(204);
    expect(await publisher.tab.evaluate(() => window.plainClient.end())).toBe(200);
    await waitForStandstill(viewer.tab, ['framesDecoded', 'audioPacketsReceived']);
    expect(await status(publisher.session)).toBe(404);
    expect(await publisher.tab.evaluate(() => window.plainClient.end())).toBe(404);
  });

  it('notices a publisher that was killed, and frees the endpoint', async () => {
    const publisher = await publish();
    await publisher.browser.kill();
    browsers.splice(browsers.indexOf(publisher.browser), 1);
    await waitForSessions(0);
    expect(await status(publisher.session)).toBe(404);
    expect(server.output()).toMatch(/media-lost|ice-failed/);
    const next = await publish();
    const viewer = await watch();
    await waitForGrowth(viewer.tab, { framesDecoded: 30 });
    expect(await status(next.session)).toBe(204);
  });

  it('lets many watch at once, and a late one see a picture', async () => {
    await publish();
    const first = await watch();
    await waitForGrowth(first.tab, { framesDecoded: 60 });
    for (let viewers = 1; viewers < 4; viewers += 1) {
      const late = await first.browser.openPage(page.url);
      await late.evaluate(installPlainClient);
      await late.evaluate((url) => window.plainClient.watch(url), endpoint('whep'));
      await waitForGrowth(late, { framesDecoded: 15 }, 5_000);
    }
  });
});

/** A player's offer that is good enough to be told that there is nothing to play. */
const VIEWER_OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'c=IN IP4 0.0.0.0',
  'a=mid:0',
  'a=recvonly',
  'a=ice-ufrag:probe',
  `a=ice-pwd:${'p'.repeat(24)}`,
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'a=rtcp-mux',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 H264/90000',
  'a=fmtp:97 packetization-mode=1;profile-level-id=42e01f',
  '',
].join('\r\n');
