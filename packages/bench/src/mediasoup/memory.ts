import { setTimeout as sleep } from 'node:timers/promises';
import { startLoadClient } from '@whipway/test-rig';
import { observer, type types } from 'mediasoup';
import { residentMegabytes } from '../measure/cpu-time.js';
import { startWhipway, TOKEN, type Whipway } from './whipway.js';

const SESSIONS = 400;
const SETTLE = 3_000;
const KIBIBYTE = 1_024;

/** What a session that is connected and sends a little costs, in both processes. */
export async function measureMemory(workerBin: string): Promise<Record<string, number>> {
  const workers: types.Worker[] = [];
  observer.on('newworker', (worker) => workers.push(worker));
  const whipway = await startWhipway(workerBin, SESSIONS);
  const pid = workers.at(-1)?.pid ?? 0;
  // Once up and down: what stays is not a session's.
  await hold(whipway, async () => {});
  const before = read(pid);
  let held = before;
  await hold(whipway, async () => {
    held = read(pid);
  });
  await whipway.close();
  const each = (key: keyof Memory) => ((held[key] - before[key]) / SESSIONS) * KIBIBYTE;
  return { held: SESSIONS, 'worker, KiB': each('worker'), 'JavaScript heap, KiB': each('heap') };
}

async function hold(whipway: Whipway, look: () => Promise<void>): Promise<void> {
  const load = startLoadClient({ endpoints: whipway.endpoints, token: TOKEN, bitrate: 50_000 });
  const { failures } = await load.opened;
  if (failures.length > 0) throw new Error(failures[0]);
  await sleep(SETTLE);
  await look();
  await load.stop();
}

/** Megabytes. */
interface Memory {
  /** Resident set of the worker. */
  readonly worker: number;
  /** Live objects of this process. */
  readonly heap: number;
}

function read(pid: number): Memory {
  if (!globalThis.gc) throw new Error('start Node with --expose-gc');
  globalThis.gc();
  const { heapUsed } = process.memoryUsage();
  return { worker: residentMegabytes(pid), heap: heapUsed / KIBIBYTE / KIBIBYTE };
}
