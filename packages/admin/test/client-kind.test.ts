import { expect, it } from '@jest/globals';
import { clientOf } from '../src/sessions/client-kind.js';

// biome-ignore format: one row a line, read it as a table
it.each([
  ['Mozilla/5.0 (OBS-Studio/32.0.2; Windows x86_64; en-US)', 'obs'],
  ['Lavf/61.7.100', 'ffmpeg'],
  ['GStreamer souphttpsrc 1.22.0 libsoup/3.2.2', 'gstreamer'],
  ['simple-whip-client/1.0', 'gstreamer'],
  ['whip-publish/0.1.0 node/20.20.2', 'whip-publish'],
  ['@whipway/publisher 0.1.0', 'whip-publish'],
  ['Go-http-client/1.1', 'whip-go'],
  ['Larix/1.3.40 (Android)', 'larix'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'chromium'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36', 'chromium'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'firefox'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'safari'],
  ['curl/7.88.1', 'other'],
  ['', 'other'],
])('%s is %s', (userAgent, kind) => {
  expect(clientOf(userAgent)).toEqual({ kind, userAgent });
});
