import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeLive, startVirtualScreen, type VirtualScreen } from '@whipway/test-rig';
import { endCommands, runCommand } from './support/command.js';
import { watch } from './support/recording.js';
import { startWhipway, TOKEN, type Whipway } from './support/whipway.js';

const run = promisify(execFile);

/** Like no other picture here, so that it is the screen's. */
const SIZE = '426x240';
const SMALL = ['--video-codec', 'vp8', '--frame-rate', '15', '--bitrate', '300k', '-l', '5'];

const folder = mkdtempSync(join(tmpdir(), 'whip-publish-screen-'));
const ending: (() => Promise<unknown>)[] = [];
let whipway: Whipway;
let screen: VirtualScreen;

afterEach(async () => {
  await endCommands();
  for (const end of ending.splice(0).reverse()) await end();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What programs need that show something on the screen, without a sound card. */
function onScreen(): NodeJS.ProcessEnv {
  return { DISPLAY: screen.display, SDL_AUDIODRIVER: 'dummy', SDL_RENDER_DRIVER: 'software' };
}

/** A window with a picture that moves. */
function showSomething(): void {
  const args = '-loglevel error -noborder -left 0 -top 0 -f lavfi testsrc2=size=320x180:rate=15';
  const child = spawn('ffplay', args.split(' '), {
    stdio: 'ignore',
    env: { ...process.env, ...onScreen() },
  });
  const ended = once(child, 'close');
  ending.push(() => {
    child.kill('SIGKILL');
    return ended;
  });
}

/** How many different pictures the screen shows in a second, looked at ten times. */
async function picturesShown(ffmpeg: string): Promise<number> {
  const grab = `-v error -f x11grab -draw_mouse 0 -framerate 10 -i ${screen.display} -t 1`;
  const { stdout } = await run(ffmpeg, [...grab.split(' '), '-f', 'framemd5', '-']);
  const rows = stdout.split('\n').filter((line) => /^\d/.test(line));
  expect(rows.length).toBeGreaterThan(5);
  return new Set(rows.map((row) => row.split(',').at(-1))).size;
}

describeLive(
  { describe, it },
  ['ffmpeg', 'xvfb'],
  'whip-publish and a screen',
  ({ ffmpeg, xvfb: executable }) => {
    beforeEach(async () => {
      whipway = await startWhipway();
      ending.push(() => whipway.stop());
      screen = await startVirtualScreen({ executable, size: SIZE });
      ending.push(() => screen.stop());
    });

    it('publishes what is on it with --screen', async () => {
      showSomething();
      const publish = ['-u', whipway.whip('live0'), '-t', TOKEN, '--screen', ...SMALL];
      const command = runCommand(publish, { environment: onScreen() });
      await command.tells(/Publishing the screen/);
      await command.tells(/First frame sent/);
      const file = join(folder, 'screen.webm');
      const { frames, distinct, size } = await watch(ffmpeg, whipway.whep('live0'), file);
      expect(size).toBe(SIZE);
      expect(frames).toBeGreaterThan(10);
      expect(distinct).toBeGreaterThan(frames / 2);
      command.signal('SIGINT');
      expect(await command.ended()).toBe(0);
    });

    it('plays in a window with --whep', async () => {
      const pattern = ['--test-pattern', '--size', '320x180', ...SMALL];
      const publisher = runCommand(['-u', whipway.whip('live1'), '-t', TOKEN, ...pattern]);
      await publisher.tells(/First frame sent/);
      expect(await picturesShown(ffmpeg)).toBe(1);
      const watched = ['-u', whipway.whep('live1'), '--whep', '-l', '5'];
      const player = runCommand(watched, { environment: onScreen() });
      await player.tells(/First frame received/);
      for (const start = Date.now(); (await picturesShown(ffmpeg)) < 4; await sleep(200))
        if (Date.now() - start > 30_000) throw new Error(`nothing moves:\n${player.told()}`);
      player.signal('SIGINT');
      expect([await player.ended(), player.told()]).toEqual([0, expect.any(String)]);
      expect(await picturesShown(ffmpeg)).toBe(1);
    });
  },
);
