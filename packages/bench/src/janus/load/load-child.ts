// A process of its own that makes the load, so that its CPU time is nobody else's.
import { JanusExchange } from '../janus-exchange.js';
import { serveRequests } from '../processes/serve-requests.js';
import { type LoadResult, runLoad, type SessionUnderLoad } from './load-result.js';
import { type WhipTarget, whipLoad } from './whip-load.js';

/** Over HTTP, or straight to Janus. */
export type LoadTarget =
  | ({ readonly kind: 'whip' } & WhipTarget)
  | { readonly kind: 'raw'; readonly url: string; readonly room: number; readonly offer: string };

let target: SessionUnderLoad | undefined;
const held: (() => Promise<void>)[] = [];

serveRequests({ aim, run, hold, release });

async function aim(wanted: LoadTarget): Promise<void> {
  target = wanted.kind === 'whip' ? whipLoad(wanted) : await rawLoad(wanted);
}

function run(order: { readonly sessions: number; readonly inFlight: number }): Promise<LoadResult> {
  return runLoad(aimed(), order.sessions, order.inFlight);
}

/** Opens sessions and keeps them: one on each endpoint from `first` on. */
async function hold({ first, count }: { first: number; count: number }): Promise<void> {
  const { open } = aimed();
  for (let slot = first; slot < first + count; slot += 1) held.push(await open(slot));
}

async function release(): Promise<void> {
  for (const close of held.splice(0)) await close();
}

function aimed(): SessionUnderLoad {
  if (!target) throw new Error('the load has no target');
  return target;
}

async function rawLoad({
  url,
  room,
  offer,
}: LoadTarget & { kind: 'raw' }): Promise<SessionUnderLoad> {
  const exchange = await JanusExchange.connect(url);
  return {
    async open() {
      const { handle } = await exchange.publish(offer, room);
      return () => exchange.detach(handle);
    },
  };
}
