import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  GALENE_ADMIN,
  launchChromium,
  servePage,
  startGalene,
  startJanus,
  waitForGrowth,
  waitForMovingPicture,
  watchGaleneGroup,
} from '@whipway/test-rig';
import { endCommands, runCommand } from './support/command.js';
import { convert, packetsIn } from './support/janus-recording.js';
import { decode, expectMovingPicture, watch } from './support/recording.js';
import { type Settings, startWhipway, TOKEN, type Whipway } from './support/whipway.js';

/** The same picture and sound with both media tools. */
const TOOLS = {
  FFmpeg: [
    '--test-pattern',
    '--size',
    '320x180',
    '--frame-rate',
    '15',
    '--bitrate',
    '300k',
    '--video-codec',
    'vp8',
  ],
  GStreamer: [
    '-A',
    'audiotestsrc is-live=true ! audioconvert ! opusenc ! rtpopuspay',
    '-V',
    'videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=180,framerate=15/1 ! vp8enc deadline=1 ! rtpvp8pay',
  ],
} as const;

const NEEDS = ['netns', 'ffmpeg', 'gstreamer'] as const;
const folder = mkdtempSync(join(tmpdir(), 'whip-publish-backends-'));
const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await endCommands();
  for (const end of ending.splice(0).reverse()) await end();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function whipwayWith(backend: string, more: Settings = {}): Promise<Whipway> {
  const server = await startWhipway({ BACKEND: backend, ...more });
  ending.push(() => server.stop());
  return server;
}

/** Publishes on an endpoint of its own while `look` looks. */
async function publishing(
  url: string,
  args: readonly string[],
  look: () => Promise<void>,
): Promise<void> {
  const command = runCommand(['-u', url, '-t', TOKEN, '-l', '5', ...args]);
  await command.tells(/First frame sent/, 60_000);
  await look();
  command.signal('SIGINT');
  expect(await command.ended()).toBe(0);
}

/** Both tools, one after the other, watched by WHEP. */
async function bothTools(ffmpeg: string, server: Whipway, watched = server): Promise<void> {
  for (const [index, args] of Object.values(TOOLS).entries()) {
    const endpoint = `live${index}`;
    await publishing(server.whip(endpoint), args, async () => {
      const file = join(folder, `${index}.webm`);
      expectMovingPicture(await watch(ffmpeg, watched.whep(endpoint), file));
    });
  }
}

describeLive(
  { describe, it },
  [...NEEDS, 'mediasoup'],
  'whip-publish into mediasoup',
  ({ ffmpeg }) => {
    it('with both tools: frames are decoded at the other end', async () => {
      await bothTools(ffmpeg, await whipwayWith('{ kind: mediasoup }'));
    });

    it('in VP9: frames are decoded at the other end', async () => {
      const server = await whipwayWith('{ kind: mediasoup }');
      const vp9 = TOOLS.FFmpeg.map((word) => (word === 'vp8' ? 'vp9' : word));
      await publishing(server.whip('live0'), vp9, async () => {
        const file = join(folder, 'vp9.webm');
        expectMovingPicture(await watch(ffmpeg, server.whep('live0'), file));
      });
    });
  },
);

describeLive({ describe, it }, NEEDS, 'whip-publish through a relay', ({ ffmpeg }) => {
  it('with both tools: frames are decoded behind the other server', async () => {
    const upstream = await whipwayWith('{ kind: embedded }');
    const url = `${upstream.url}/whip/endpoint/{endpoint}`;
    const relay = await whipwayWith(`{ kind: whip, url: "${url}", token: ${TOKEN} }`);
    await bothTools(ffmpeg, relay, upstream);
  });
});

describeLive(
  { describe, it },
  [...NEEDS, 'janus', 'janus-pp-rec'],
  'whip-publish into Janus',
  ({ ffmpeg, janus: executable, 'janus-pp-rec': converter }) => {
    it('with both tools: what Janus records is decoded', async () => {
      const janus = await startJanus({ executable });
      ending.push(() => janus.dispose());
      const endpoints = Object.keys(TOOLS).map(
        (name, index) =>
          `{ id: live${index}, token: ${TOKEN}, janus: { record: true, filename: "${janus.recordings}/${name}" } }`,
      );
      const server = await whipwayWith(`{ kind: janus, url: "${janus.url}" }`, {
        ENDPOINTS: `[${endpoints.join(', ')}]`,
      });
      for (const [index, [name, args]] of Object.entries(TOOLS).entries()) {
        const picture = `${janus.recordings}/${name}-video-1.mjr`;
        const sound = `${janus.recordings}/${name}-audio-0.mjr`;
        await publishing(server.whip(`live${index}`), args, async () => {
          for (let waits = 0; waits < 40 && lengthOf(picture) < 100; waits += 1) await sleep(1000);
        });
        const seen = join(folder, `janus-${name}.webm`);
        const heard = join(folder, `janus-${name}.opus`);
        await convert(converter, picture, seen);
        await convert(converter, sound, heard);
        expectMovingPicture({
          ...(await decode(ffmpeg, seen)),
          sound: (await decode(ffmpeg, heard)).sound,
        });
      }
    });
  },
);

describeLive(
  { describe, it },
  [...NEEDS, 'galene', 'chromium'],
  'whip-publish into Galene',
  ({ galene: program, chromium }) => {
    it('with both tools: a member of the group decodes frames and sound', async () => {
      const page = await servePage();
      ending.push(() => page.close());
      const galene = await startGalene({
        executable: program,
        config: { allowOrigin: [new URL(page.url).origin] },
      });
      ending.push(() => galene.dispose());
      const { username, password } = GALENE_ADMIN;
      const admin = `{ username: ${username}, password: ${password} }`;
      const endpoints = Object.keys(TOOLS).map(
        (_, index) => `{ id: live${index}, token: ${TOKEN}, galene: { create: { open: true } } }`,
      );
      const server = await whipwayWith(`{ kind: galene, url: "${galene.url}", admin: ${admin} }`, {
        ENDPOINTS: `[${endpoints.join(', ')}]`,
      });
      const browser = await launchChromium({ executable: chromium });
      ending.push(() => browser.close());
      for (const [index, args] of Object.values(TOOLS).entries())
        await publishing(server.whip(`live${index}`), args, async () => {
          const viewer = await browser.openPage(page.url);
          await watchGaleneGroup(viewer, galene.url, `live${index}`);
          await waitForGrowth(viewer, { framesDecoded: 15, audioPacketsReceived: 20 });
          await waitForMovingPicture(viewer);
          await viewer.context().close();
        });
    });
  },
);

/** Packets so far; Janus makes the file with the first one. */
function lengthOf(recording: string): number {
  return existsSync(recording) ? packetsIn(recording) : 0;
}
