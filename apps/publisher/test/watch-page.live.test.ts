import { afterEach, describe, expect, it } from '@jest/globals';
import {
  describeLive,
  launchChromium,
  waitForGrowth,
  waitForMovingPicture,
} from '@whipway/test-rig';
import { endCommands, runCommand } from './support/command.js';
import { startWhipway, TOKEN } from './support/whipway.js';

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

describeLive(
  { describe, it },
  ['ffmpeg', 'chromium'],
  'whip-publish, seen in a browser',
  ({ chromium: executable }) => {
    it('shows a moving test pattern on the watch page', async () => {
      const server = await startWhipway();
      ending.push(() => server.stop());
      const browser = await launchChromium({ executable });
      ending.push(() => browser.close());
      ending.push(endCommands);
      const publish = ['-u', server.whip('live0'), '-t', TOKEN, '--test-pattern', '-l', '5'];
      const command = runCommand([...publish, '--size', '320x180', '--frame-rate', '15']);
      await command.tells(/First frame sent after \d+/);
      const page = await browser.openPage(`${server.url}/#/watch/live0`);
      await waitForGrowth(page, { framesDecoded: 30, audioPacketsReceived: 30 });
      await waitForMovingPicture(page, '[data-testid="watch-video"]');
      command.signal('SIGINT');
      expect(await command.ended()).toBe(0);
    });
  },
);
