import { setTimeout as sleep } from 'node:timers/promises';
import { recordMedia, startLoadClient } from '@whipway/test-rig';
import { observer, type types } from 'mediasoup';
import { startWhipway, TOKEN, type Whipway } from './whipway.js';

const BITRATE = 1_000_000;
const PUBLISHERS = 60;
const SETTLE = 3_000;
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
}

async function usage(worker: types.Worker, whipway: Whipway): Promise<Usage> {
  const start = performance.now();
  const [workerBefore, gatewayBefore] = [await workerTime(worker), process.cpuUsage()];
  const bytesBefore = await received(whipway);
  await sleep(MEASURED);
  const workerTaken = (await workerTime(worker)) - workerBefore;
  const { user, system } = process.cpuUsage(gatewayBefore);
  const elapsed = performance.now() - start;
  const bytes = (await received(whipway)) - bytesBefore;
  return {
    worker: workerTaken / elapsed,
    gateway: (user + system) / 1_000 / elapsed,
    bitrate: (bytes * 8_000) / elapsed,
  };
}

async function workerTime(worker: types.Worker): Promise<number> {
  const { ru_utime, ru_stime } = await worker.getResourceUsage();
  return ru_utime + ru_stime;
}

async function received({ gateway }: Whipway): Promise<number> {
  const stats = await Promise.all(gateway.sessions().map(({ id }) => gateway.stats(id)));
  const rows = stats.flatMap(({ tracks }) => tracks);
  return rows.reduce((sum, { bytes }) => sum + bytes, 0);
}

function figures({ worker, gateway, bitrate }: Usage): Record<string, number> {
  return {
    publishers: PUBLISHERS,
    'Mbit/s each': bitrate / PUBLISHERS / 1_000_000,
    'worker, % of a core': worker * 100,
    'gateway, % of a core': gateway * 100,
    'publishers a core': PUBLISHERS / worker,
  };
}
