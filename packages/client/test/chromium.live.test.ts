import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cutUdp,
  describeLive,
  launchChromium,
  type RunningChromium,
  waitForGrowth,
  waitForMovingPicture,
} from '@whipway/test-rig';
import { ChromiumRig } from './live/chromium-rig.js';
import type { FrontDoor } from './live/front-door.js';
import { type LiveServer, startLiveServer, TOKEN } from './live/live-server.js';

/** One for all suites of this file. */
let browser: RunningChromium | undefined;

async function chromium(executable: string): Promise<RunningChromium> {
  browser ??= await launchChromium({ executable });
  return browser;
}

afterAll(() => browser?.close());

describeLive({ describe, it }, ['chromium'], 'in Chromium', ({ chromium: executable }) => {
  let rig: ChromiumRig;
  let door: FrontDoor;
  let server: LiveServer;

  beforeAll(async () => {
    rig = await ChromiumRig.start(await chromium(executable));
    ({ door, server } = rig);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig?.stop());

  it('publishes from the plain page of the README, and plays', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, html = ''] = /^```html\n(.*?)^```$/ms.exec(readme) ?? [];
    const page = html
      .replace('https://live.example.net/whip/endpoint/live', server.whip)
      .replace('verysecret', TOKEN);
    expect(page).toContain(server.whip);
    rig.pages.html.set('/plain', page);
    const publisher = await rig.openPage('/plain');
    await publisher.waitForFunction(() => document.title === 'on air');
    const viewer = await rig.watch();
    await waitForMovingPicture(viewer);
    // A page that is left still says DELETE.
    await publisher.goto('about:blank');
    await viewer.waitForFunction(() => window.pageClient.events('player').includes('closed'));
  });

  it('trickles once or twice, shows numbers, restarts ICE, and DELETEs', async () => {
    const publisher = await rig.publish();
    const viewer = await rig.watch();
    expect(door.of('POST').map(({ status }) => status)).toEqual([201]);
    const trickled = door.of('PATCH').map(({ status }) => status);
    expect(trickled.length).toBeLessThanOrEqual(2);
    expect(new Set(trickled)).toEqual(new Set([204]));
    const report = await rig.numbers(publisher);
    expect(report?.video).toMatchObject({ codec: 'VP8', layers: [] });
    expect(report?.bitsPerSecond).toBeGreaterThan(50_000);
    await publisher.evaluate(() => window.pageClient.restartIce('publisher'));
    await viewer.evaluate(() => window.pageClient.restartIce('player'));
    expect(door.of('PATCH').filter(({ status }) => status === 200)).toHaveLength(1);
    await waitForGrowth(viewer, { framesDecoded: 40, audioPacketsReceived: 50 });
    expect(await rig.events(publisher)).toEqual([
      'negotiating',
      'connecting',
      'connected',
      'restarted',
    ]);
    await publisher.evaluate(() => window.pageClient.stop('publisher'));
    expect(door.of('DELETE').map(({ status }) => status)).toEqual([200]);
  });

  it('gathers first in half-trickle mode, and sends no PATCH (C-08)', async () => {
    await rig.publish({ trickle: 'half' });
    await rig.watch();
    expect(door.of('POST')[0]?.body).toMatch(/a=candidate:.*a=end-of-candidates/s);
    expect(door.of('PATCH')).toEqual([]);
  });

  it('sends the codec that is wished for, or says what there is', async () => {
    const publisher = await rig.publish({ codecs: { video: ['H264'], audio: ['opus'] } });
    await rig.watch();
    expect((await rig.numbers(publisher))?.video?.codec).toBe('H264');
    expect((await rig.numbers(publisher))?.audio?.codec).toBe('opus');
    const [post] = door.of('POST');
    expect(post?.body).not.toContain('VP8/90000');
    const odd = rig.publish({ codecs: { video: ['Cinepak'] } });
    await expect(odd).rejects.toThrow(
      /codec-unavailable.*No way to send video as Cinepak; it has .*VP8/,
    );
  });

  it('keeps within the bitrate limit, and goes beyond it when it is lifted', async () => {
    const limit = 150_000;
    const within = (rate: number) => rate > 20_000 && rate < limit * 1.4;
    const beyond = (rate: number) => rate > limit * 1.4;
    const publisher = await rig.publish({ maxBitrate: { video: limit }, startBitrate: 1_000_000 });
    await publisher.evaluate(() => window.pageClient.replaceVideo('confetti'));
    await rig.untilVideoRate(publisher, within);
    await publisher.evaluate(() => window.pageClient.setMaxBitrate(undefined));
    await rig.untilVideoRate(publisher, beyond);
    await publisher.evaluate((video) => window.pageClient.setMaxBitrate(video), limit);
    await rig.untilVideoRate(publisher, within);
  });

  it('sends three simulcast layers, and viewers get one of them (C-35)', async () => {
    const publisher = await rig.publish({ simulcast: true, startBitrate: 2_000_000 });
    await rig.watch();
    const report = await rig.numbers(publisher);
    expect(report?.layersTaken).toEqual(['h', 'm', 'l']);
    const [high, middle, low] = report?.video?.layers ?? [];
    expect([high?.rid, middle?.rid, low?.rid]).toEqual(['h', 'm', 'l']);
    // The largest one shrinks when the machine is busy, and all with it.
    expect((high?.width ?? 0) / (middle?.width ?? 0)).toBeCloseTo(2, 1);
    expect((high?.width ?? 0) / (low?.width ?? 0)).toBeCloseTo(4, 1);
    for (const layer of report?.video?.layers ?? [])
      expect(layer.bitsPerSecond).toBeGreaterThan(5000);
  });

  it('sends the first layer alone when the answer has no simulcast (C-35)', async () => {
    door.rewrite = (answer) => answer.replace(/a=(?:simulcast|rid):.*\r\n/g, '');
    const publisher = await rig.publish({ simulcast: true });
    const report = await rig.numbers(publisher);
    expect(report?.layersTaken).toEqual([]);
    const encodings = await publisher.evaluate(() => window.pageClient.encodings());
    const sent = encodings.filter(({ active }) => active);
    expect(sent.map(({ scaleResolutionDownBy }) => scaleResolutionDownBy)).toEqual([1]);
    expect(report?.video?.layers.map(({ rid }) => rid)).toEqual(['h']);
  });

  it('replaces the camera by something else without a request', async () => {
    const publisher = await rig.publish();
    const viewer = await rig.watch();
    const before = door.requests.length;
    await publisher.evaluate(() => window.pageClient.replaceVideo('band'));
    await viewer.waitForFunction(() => {
      const { videoWidth = 0, videoHeight = 1 } = document.querySelector('video') ?? {};
      return videoWidth === videoHeight;
    });
    await waitForMovingPicture(viewer);
    expect(door.requests).toHaveLength(before);
  });

  it('takes an answer shaped as figure 2 of RFC 9725 (C-34)', async () => {
    door.rewrite = (answer) =>
      answer
        .replace(/m=video \d+/, 'm=video 0')
        .replace(/(m=video 0[\s\S]*?a=mid:[^\r]*\r\n)/, '$1a=bundle-only\r\n')
        .replace(/(a=mid:0\r\n)/, '$1a=rtcp:9 IN IP4 0.0.0.0\r\n');
    await rig.publish();
    await rig.watch();
  });

  it('follows a 307 to another port, with the token only where that is trusted (C-25, C-26)', async () => {
    const elsewhere = { Location: server.whip, 'Access-Control-Allow-Origin': '*' };
    door.answer = ({ method }) =>
      method === 'POST' ? { status: 307, headers: elsewhere } : undefined;
    await expect(rig.publish()).rejects.toThrow(/refused 401/);
    const publisher = await rig.publish({ trustedOrigins: [server.url] });
    await rig.watch();
    await publisher.evaluate(() => window.pageClient.restartIce('publisher'));
    // The session's own requests go where the redirect led.
    expect(door.of('PATCH')).toEqual([]);
    expect(door.of('DELETE')).toEqual([]);
  });

  it('publishes again when the server was killed and started anew', async () => {
    const publisher = await rig.newPage();
    const mortal = await startLiveServer();
    door.target = mortal.url;
    await publisher.evaluate((options) => window.pageClient.keep(options), {
      url: `${door.url}/whip/endpoint/live`,
      token: TOKEN,
      patience: 300,
    });
    await rig.eventually(publisher, 'connected');
    await publisher.evaluate(() => window.pageClient.setMaxBitrate(400_000));
    await mortal.dispose();
    door.target = undefined;
    await rig.eventually(publisher, 'disconnected');
    door.target = server.url;
    await rig.eventually(publisher, 'closed');
    await waitForGrowth(publisher, { framesSent: 20 }, 20_000);
    expect(door.of('POST').at(-1)?.status).toBe(201);
    expect((await rig.events(publisher)).at(-1)).toBe('connected');
    await rig.watch();
  });
});

describeLive(
  { describe, it },
  ['chromium', 'mediasoup'],
  'in Chromium, behind mediasoup',
  ({ chromium: executable }) => {
    it('sends three simulcast layers (C-35)', async () => {
      const rig = await ChromiumRig.start(await chromium(executable), { kind: 'mediasoup' });
      try {
        const publisher = await rig.publish({ simulcast: true, startBitrate: 2_000_000 });
        await rig.watch();
        const report = await rig.numbers(publisher);
        expect(report?.layersTaken).toEqual(['h', 'm', 'l']);
        expect(report?.video?.layers.map(({ rid }) => rid)).toEqual(['h', 'm', 'l']);
      } finally {
        await rig.stop();
      }
    });
  },
);

describeLive(
  { describe, it },
  ['chromium', 'netns'],
  'in Chromium, on a network that fails',
  ({ chromium: executable }) => {
    it('restarts ICE on both sides until the picture is back', async () => {
      const rig = await ChromiumRig.start(await chromium(executable));
      try {
        const publisher = await rig.publish({ patience: 300 });
        const viewer = await rig.watch();
        const restore = cutUdp();
        try {
          await rig.eventually(publisher, 'disconnected');
          await publisher.waitForTimeout(3000);
        } finally {
          restore();
        }
        await rig.eventually(publisher, 'connected', 2);
        await waitForGrowth(viewer, { framesDecoded: 40, audioPacketsReceived: 50 });
        expect(rig.door.of('POST')).toHaveLength(1);
        expect(rig.door.of('PATCH').some(({ status }) => status === 200)).toBe(true);
      } finally {
        await rig.stop();
      }
    });

    it('sends nothing any more when consent is lost (C-37)', async () => {
      const rig = await ChromiumRig.start(await chromium(executable));
      try {
        const publisher = await rig.publish({ recover: false });
        const sentIn2Seconds = async () => {
          const before = udpPacketsSent();
          await publisher.waitForTimeout(2000);
          return udpPacketsSent() - before;
        };
        expect(await sentIn2Seconds()).toBeGreaterThan(60);
        const restore = cutUdp();
        try {
          await rig.eventually(publisher, 'disconnected');
          await rig.eventually(publisher, 'closed');
        } finally {
          restore();
        }
        await publisher.waitForTimeout(500);
        // The network is there again: what is still sent is counted.
        expect(await sentIn2Seconds()).toBeLessThan(10);
      } finally {
        await rig.stop();
      }
    });
  },
);

/** Of all in this private network, since it was made. */
function udpPacketsSent(): number {
  const [names = '', values = ''] =
    readFileSync('/proc/net/snmp', 'utf8').match(/^Udp: .*$/gm) ?? [];
  return Number(values.split(' ')[names.split(' ').indexOf('OutDatagrams')]);
}
