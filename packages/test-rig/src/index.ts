export { launchChromium, pageMessages, type RunningChromium } from './chromium.js';
export { describeLive } from './describe-live.js';
export { freePort } from './free-port.js';
export { mediaFigures, waitForGrowth, waitForStandstill } from './media-checks.js';
export { waitForMovingPicture } from './moving-picture.js';
export { servePage } from './page-server.js';
export { requirement } from './requirements.js';
export { type ServerProcess, startServer } from './server-process.js';
