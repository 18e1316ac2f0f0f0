// A process full of viewers. libdatachannel takes one JavaScript environment a process.
import { serveRequests } from '../janus/processes/serve-requests.js';
import { Viewer } from './viewer.js';

export interface Watched {
  /** Viewers that get every track. */
  readonly served: number;
  /** RTP packets that came to all viewers together. */
  readonly packets: number;
  /** Sequence numbers that did not come. */
  readonly missing: number;
}

const TRACKS = 2;
const viewers: Viewer[] = [];

serveRequests({ open, watched });

async function open({ url, count }: { url: string; count: number }): Promise<void> {
  while (viewers.length < count) {
    const viewer = new Viewer();
    await viewer.open(url);
    viewers.push(viewer);
  }
}

function watched(): Watched {
  return {
    served: viewers.filter(({ streams }) => streams === TRACKS).length,
    packets: viewers.reduce((sum, { packets }) => sum + packets, 0),
    missing: viewers.reduce((sum, { missing }) => sum + missing, 0),
  };
}
