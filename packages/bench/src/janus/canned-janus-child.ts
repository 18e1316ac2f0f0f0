// A process of its own that stands in for Janus.

import { startCannedJanus } from './canned-janus.js';
import { serveRequests } from './processes/serve-requests.js';

serveRequests({
  start: async (answer: string) => (await startCannedJanus(answer)).url,
});
