// A process full of WHIP publishers; started by start-load-client. libdatachannel takes one
// JavaScript environment a process, so nothing else may live here.
import { performance } from 'node:perf_hooks';
import { cleanup } from 'node-datachannel';
import type { LoadMedia } from './load-media.js';
import type { LoadCommand, LoadNews, LoadOrder } from './load-messages.js';
import { LoadPublisher } from './load-publisher.js';

const TICK = 10;

const publishers = new Set<LoadPublisher>();
let stopping = false;

function tell(news: LoadNews): void {
  process.send?.(news);
}

async function openAll({ endpoints, concurrency, ...order }: LoadOrder): Promise<void> {
  const waiting = [...endpoints];
  const openNext = async (): Promise<void> => {
    for (let endpoint = waiting.shift(); endpoint && !stopping; endpoint = waiting.shift())
      await openOne(endpoint, order);
  };
  await Promise.all(Array.from({ length: concurrency }, openNext));
}

async function openOne(
  endpoint: string,
  order: Pick<LoadOrder, 'token' | 'address'>,
): Promise<void> {
  const publisher = new LoadPublisher(order);
  try {
    tell({ type: 'opened', ...(await publisher.open(endpoint)) });
    publishers.add(publisher);
  } catch (error) {
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    await publisher.close().catch(() => {});
  }
}

/** Sends what is due to all publishers, in real time, over and over. */
function play({ packets, duration }: LoadMedia): NodeJS.Timeout {
  const start = performance.now();
  let next = 0;
  let loops = 0;
  return setInterval(() => {
    const now = performance.now() - start;
    for (;;) {
      const packet = packets[next];
      if (!packet || packet.at + loops * duration > now) return;
      for (const publisher of publishers) publisher.send(packet, loops * duration);
      next = (next + 1) % packets.length;
      if (next === 0) loops += 1;
    }
  }, TICK);
}

async function end(player: NodeJS.Timeout): Promise<void> {
  clearInterval(player);
  const statuses = await Promise.all(
    [...publishers].map((publisher) => publisher.close().catch(() => 599)),
  );
  const refusedDeletes = statuses.filter((status) => status !== 200).length;
  tell({ type: 'ended', refusedDeletes });
  cleanup();
  process.disconnect();
}

function obey({ type, order }: LoadCommand): void {
  if (type === 'stop') {
    stopping = true;
    // Nothing was ordered: there is nothing to end.
    process.disconnect();
    return;
  }
  if (!order) return;
  const player = play(order.media);
  const opened = openAll(order);
  process.removeListener('message', obey);
  process.once('message', () => {
    stopping = true;
    void opened.then(() => end(player));
  });
}

process.on('message', obey);
// The parent died: no session may outlive it.
process.on('disconnect', () => process.exit());
tell({ type: 'ready' });
