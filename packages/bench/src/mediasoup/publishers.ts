import { setTimeout as sleep } from 'node:timers/promises';
import { recordMedia, startLoadClient } from '@whipway/test-rig';
import { observer, type types } from 'mediasoup';
import { cpuTimeOf } from '../measure/cpu-time.js';
import { TOKEN } from './token.js';
import { startWhipway, type Whipway } from './whipway.js';

const BITRATE = 1_000_000;
const PUBLISHERS = 60;
/** Longer than a loop of the media: by then all of them send. */
const SETTLE = 5_000;
const MEASURED = 10_000;

/** How many publishers of real media one core of worker carries. */
export async function measurePublishers(
  workerBin: string,
  ffmpeg: string,
): Promise<Record<string, number>> {
  const workers: types.Worker[] = [];
  observer.on('newworker', (worker) => workers.push(worker));
  const media = await recordMedia({ ffmpeg, bitrate: BITRATE });
  const whipway = await startWhipway(workerBin, PUBLISHERS);
  const load = startLoadClient({ endpoints: whipway.endpoints, token: TOKEN, media });
  const { failures } = await load.opened;
  if (failures.length > 0) throw new Error(failures[0]);
  await sleep(SETTLE);
  const worker = workers.at(-1);
  if (!worker) throw new Error('no worker was started');
  const used = await usage(worker, whipway);
  await load.stop();
  await whipway.close();
  return figures(used);
}

interface Usage {
  /** Shares of one core. */
  readonly worker: number;
  readonly gateway: number;
  /** Bits per second that came in, all publishers together. */
  readonly bitrate: number;
  /** Packets that did not. */
  readonly lost: number;
}

async function usage(worker: types.Worker, whipway: Whipway): Promise<Usage> {
  const start = performance.now();
  const [workerBefore, gatewayBefore] = [cpuTimeOf(worker.pid), process.cpuUsage()];
  const before = await received(whipway);
  await sleep(MEASURED);
  const workerTaken = cpuTimeOf(worker.pid) - workerBefore;
  const { user, system } = process.cpuUsage(gatewayBefore);
  const elapsed = performance.now() - start;
  const after = await received(whipway);
  return {
    worker: workerTaken / elapsed,
    gateway: (user + system) / 1_000 / elapsed,
    bitrate: ((after.bytes - before.bytes) * 8_000) / elapsed,
    lost: after.lost - before.lost,
  };
}

async function received({ gateway }: Whipway): Promise<{ bytes: number; lost: number }> {
  const stats = await Promise.all(gateway.sessions().map(({ id }) => gateway.stats(id)));
  const rows = stats.flatMap(({ tracks }) => tracks);
  return {
    bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
    lost: rows.reduce((sum, { packetsLost = 0 }) => sum + packetsLost, 0),
  };
}

function figures({ worker, gateway, bitrate, lost }: Usage): Record<string, number> {
  return {
    publishers: PUBLISHERS,
    'Mbit/s each': bitrate / PUBLISHERS / 1_000_000,
    'packets lost': lost,
    'worker, % of a core': worker * 100,
    'gateway, % of a core': gateway * 100,
    'publishers a core': PUBLISHERS / worker,
  };
}
