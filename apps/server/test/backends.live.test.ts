import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  GALENE_ADMIN,
  launchChromium,
  type RunningChromium,
  type RunningGalene,
  type RunningJanus,
  servePage,
  startGalene,
  startJanus,
} from '@whipway/test-rig';
import type { Page } from 'playwright-core';
import { installPlainClient } from './page/plain-client.js';
import { eventually } from './support/eventually.js';
import { waitUntilHeard } from './support/publishing-page.js';
import { type RunningServer, runServer } from './support/running-server.js';

const TOKEN = 'verysecret';
const ENDPOINTS = `[{ id: live, token: ${TOKEN} }]`;
const VIDEO = ['VP8', 'H264', 'VP9', 'AV1'] as const;

interface Place {
  /** The `backend:` block; asked for before each test. */
  block(): string | Promise<string>;
  /** Codecs the backend does not take, with the words its refusal has. */
  readonly refuses?: Partial<Record<(typeof VIDEO)[number], string>>;
}

/**
 * The same for every backend: a page with a client of its own, and the media server’s RTCP reports as
 * proof that it receives what the page sends.
 */
function describeBackend(chromium: string, address: string, { block, refuses = {} }: Place): void {
  let browser: RunningChromium;
  let origin: Awaited<ReturnType<typeof servePage>>;

  beforeAll(async () => {
    origin = await servePage();
    browser = await launchChromium({ executable: chromium });
  });
  afterAll(async () => {
    await browser?.close();
    await origin?.close();
  });

  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  async function publish(codec: string): Promise<RunningServer & { readonly page: Page }> {
    const settings = { ENDPOINTS, BACKEND: await block(), MEDIA__ADDRESSES: `["${address}"]` };
    const server = await runServer({ settings });
    const page = await browser.openPage(origin.url);
    pages.push(page);
    await page.evaluate(installPlainClient);
    await page.evaluate(([url, token, wanted]) => window.plainClient.publish(url, token, wanted), [
      `${server.url}/whip/endpoint/live`,
      TOKEN,
      `video/${codec.toLowerCase()}`,
    ] as const);
    return { ...server, page };
  }

  for (const codec of VIDEO) {
    const words = refuses[codec];
    if (words === undefined)
      it(`receives ${codec} and Opus`, async () => {
        const { page } = await publish(codec);
        expect(await waitUntilHeard(page)).toEqual(['opus', codec.toLowerCase()]);
      });
    else
      it(`refuses ${codec}: ${words}`, async () => {
        const refusal = await publish(codec).catch(String);
        expect(refusal).toContain('422');
        expect(refusal).toContain(words);
      });
  }

  it('goes on through an ICE restart', async () => {
    const { page, gateway } = await publish('VP8');
    await waitUntilHeard(page);
    expect(await page.evaluate(() => window.plainClient.restart())).toBe(200);
    await waitUntilHeard(page);
    expect(gateway.sessions()).toMatchObject([{ state: 'connected', generation: 1 }]);
  });

  it('ends with DELETE, and takes the next publisher', async () => {
    const { page, gateway, url } = await publish('VP8');
    await waitUntilHeard(page);
    expect(await page.evaluate(() => window.plainClient.end())).toBe(200);
    expect(gateway.sessions()).toEqual([]);
    await page.evaluate(
      ([endpoint, token]) => window.plainClient.publish(endpoint, token, 'video/vp8'),
      [`${url}/whip/endpoint/live`, TOKEN] as const,
    );
    await eventually(() => expect(gateway.sessions()).toMatchObject([{ state: 'connected' }]));
  });
}

const NEITHER = 'this backend takes vp8, h264';

describeLive(
  { describe, it },
  ['chromium', 'netns'],
  'Chromium into embedded',
  ({ chromium, netns }) => {
    describeBackend(chromium, netns, {
      block: () => '{ kind: embedded }',
      refuses: { VP9: NEITHER, AV1: NEITHER },
    });
  },
);

describeLive(
  { describe, it },
  ['chromium', 'netns'],
  'Chromium into whip',
  ({ chromium, netns }) => {
    describeBackend(chromium, netns, {
      async block() {
        const settings = { ENDPOINTS, MEDIA__ADDRESSES: `["${netns}"]` };
        const { url } = await runServer({ settings });
        return `{ kind: whip, url: "${url}/whip/endpoint/{endpoint}", token: { from: client } }`;
      },
      // What the second Whipway, with its embedded backend, says of it.
      refuses: { VP9: NEITHER, AV1: NEITHER },
    });
  },
);

describeLive(
  { describe, it },
  ['janus', 'chromium', 'netns'],
  'Chromium into janus',
  ({ janus: executable, chromium, netns }) => {
    let janus: RunningJanus;
    beforeAll(async () => {
      janus = await startJanus({ executable });
    });
    afterAll(() => janus?.dispose());
    describeBackend(chromium, netns, { block: () => `{ kind: janus, url: "${janus.url}" }` });
  },
);

describeLive(
  { describe, it },
  ['mediasoup', 'chromium', 'netns'],
  'Chromium into mediasoup',
  ({ chromium, netns }) => {
    describeBackend(chromium, netns, { block: () => '{ kind: mediasoup }' });
  },
);

describeLive(
  { describe, it },
  ['galene', 'chromium', 'netns'],
  'Chromium into galene',
  ({ galene: executable, chromium, netns }) => {
    let galene: RunningGalene;
    beforeAll(async () => {
      galene = await startGalene({ executable });
    });
    afterAll(() => galene?.dispose());
    describeBackend(chromium, netns, {
      block() {
        const { username, password } = GALENE_ADMIN;
        const admin = `{ username: ${username}, password: ${password} }`;
        return `{ kind: galene, url: "${galene.url}", admin: ${admin} }`;
      },
    });
  },
);
