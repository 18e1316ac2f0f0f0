// A process full of WHIP publishers; started by start-load-client. libdatachannel takes one
// JavaScript environment a process, so nothing else may live here.
import { performance } from 'node:perf_hooks';
import { cleanup } from 'node-datachannel';
import type { LoadCommand, LoadNews, LoadOrder } from './load-messages.js';
import { LoadPlayer } from './load-player.js';
import { LoadPublisher } from './load-publisher.js';

const TICK = 10;

const players = new Map<LoadPublisher, LoadPlayer>();
let stopping = false;

function tell(news: LoadNews): void {
  process.send?.(news);
}

async function openAll({ endpoints, concurrency, media, ...order }: LoadOrder): Promise<void> {
  const waiting = [...endpoints.entries()];
  const openNext = async (): Promise<void> => {
    for (let one = waiting.shift(); one && !stopping; one = waiting.shift()) {
      const [index, endpoint] = one;
      const publisher = await openOne(endpoint, order);
      // One after the other: key frames of all at the same moment are no real load.
      const phase = (index / endpoints.length) * media.duration;
      if (publisher) players.set(publisher, new LoadPlayer(media, performance.now() + phase));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, openNext));
}

async function openOne(
  endpoint: string,
  order: Pick<LoadOrder, 'token' | 'address'>,
): Promise<LoadPublisher | undefined> {
  const publisher = new LoadPublisher(order);
  try {
    tell({ type: 'opened', ...(await publisher.open(endpoint)) });
    return publisher;
  } catch (error) {
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    await publisher.close().catch(() => {});
    return undefined;
  }
}

function play(): void {
  const now = performance.now();
  for (const [publisher, player] of players)
    player.due(now, (packet, elapsed) => publisher.send(packet, elapsed));
}

async function end(player: NodeJS.Timeout): Promise<void> {
  clearInterval(player);
  const statuses = await Promise.all(
    [...players.keys()].map((publisher) => publisher.close().catch(() => 599)),
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
  const player = setInterval(play, TICK);
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
