import { describe, expect, it } from '@jest/globals';
import { describeLive } from '../src/describe-live.js';
import { launchFirefox } from '../src/firefox.js';
import { waitForGrowth } from '../src/media-checks.js';
import { servePage } from '../src/page-server.js';
import { pageMessages } from '../src/recorded-page.js';
import { callInPage } from './support/loop-call.js';

describeLive({ describe, it }, ['firefox', 'netns'], 'Firefox', ({ firefox, netns }) => {
  it('sends media from one peer connection to another, and leaves no process behind', async () => {
    const server = await servePage();
    const browser = await launchFirefox({ executable: firefox });
    try {
      const page = await browser.openPage(server.url);
      await page.evaluate(() => console.warn('mind the gap'));
      expect(await page.evaluate(callInPage)).toEqual({ near: netns, far: netns });
      await waitForGrowth(page, { framesDecoded: 10, audioPacketsReceived: 20 });
      expect(pageMessages(page).join()).toContain('mind the gap');
    } finally {
      await browser.close();
      await server.close();
    }
    expect(() => process.kill(browser.pid, 0)).toThrow('ESRCH');
    await browser.close();
  });
});
