import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadClient, startLoadClient } from '@whipway/test-rig';
import { observer, type types } from 'mediasoup';
import { residentMegabytes } from '../measure/cpu-time.js';
import { TOKEN } from './token.js';
import { startWhipway } from './whipway.js';

const FEW = 20;
const SESSIONS = 400;
/** Longer than a loop of the media: by then all of them send. */
const SETTLE = 5_000;
const KIBIBYTE = 1_024;

/** What a session that is connected and sends a little costs, in both processes. */
export async function measureMemory(workerBin: string): Promise<Record<string, number>> {
  const workers: types.Worker[] = [];
  observer.on('newworker', (worker) => workers.push(worker));
  const whipway = await startWhipway(workerBin, FEW + SESSIONS);
  const pid = workers.at(-1)?.pid ?? 0;
  // Against a few held, not none: what all share is no session's.
  const few = await hold(whipway.endpoints.slice(0, FEW));
  const before = read(pid);
  const many = await hold(whipway.endpoints.slice(FEW));
  const held = read(pid);
  await few.stop();
  await many.stop();
  await whipway.close();
  const each = (key: keyof Memory) => ((held[key] - before[key]) / SESSIONS) * KIBIBYTE;
  return { held: SESSIONS, 'worker, KiB': each('worker'), 'JavaScript heap, KiB': each('heap') };
}

async function hold(endpoints: readonly string[]): Promise<LoadClient> {
  const load = startLoadClient({ endpoints, token: TOKEN, bitrate: 50_000 });
  const { failures } = await load.opened;
  if (failures.length > 0) throw new Error(failures[0]);
  await sleep(SETTLE);
  return load;
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
