export { launchChromium, type RunningChromium } from './chromium.js';
export { describeLive } from './describe-live.js';
export { launchFirefox, type RunningFirefox } from './firefox.js';
export { freePort } from './free-port.js';
export {
  GALENE_ADMIN,
  type GaleneOptions,
  type RunningGalene,
  startGalene,
} from './galene.js';
export { watchGaleneGroup } from './galene-viewer.js';
export { type JanusOptions, type RunningJanus, startJanus } from './janus.js';
export { JANUS_ADMIN_SECRET, JANUS_ROOM_SECRET } from './janus-config.js';
export { recordMedia } from './load-client/record-media.js';
export {
  type LoadClient,
  type LoadResult,
  startLoadClient,
} from './load-client/start-load-client.js';
export { mediaFigures, waitForGrowth, waitForStandstill } from './media-checks.js';
export { waitForMovingPicture } from './moving-picture.js';
export { cutUdp } from './network-cut.js';
export { servePage } from './page-server.js';
export { pageMessages, type RecordedPage } from './recorded-page.js';
export { type RequirementName, requirement } from './requirements.js';
export { type ServerProcess, startServer } from './server-process.js';
export { startVirtualScreen, type VirtualScreen } from './virtual-screen.js';
