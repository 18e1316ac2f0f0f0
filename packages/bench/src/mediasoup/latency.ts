import { performance } from 'node:perf_hooks';
import { percentile } from '../measure/percentile.js';
import type { Budget } from '../report/budget.js';
import { startBareMediasoup } from './bare-mediasoup.js';
import { BARE_CODECS, browserOffer, cannedPublisher } from './canned.js';
import { startWhipway, TOKEN } from './whipway.js';

const WARM_UP = 200;
const ROUNDS = 1_000;

export interface Latency {
  readonly times: readonly Readonly<Record<string, string | number>>[];
  readonly budgets: readonly Budget[];
}

/** POST → 201, one in flight: Whipway and the bare calls by turns, in this process. */
export async function measureLatency(workerBin: string): Promise<Latency> {
  const whipway = await startWhipway(workerBin, 1);
  const [endpoint = ''] = whipway.endpoints;
  const offer = browserOffer();
  const answer = (await whipway.gateway.publish({ endpointId: 'e0', offer })).answer;
  for (const { id } of whipway.gateway.sessions()) await whipway.gateway.end(id, 'client-deleted');
  const bare = await startBareMediasoup(workerBin, BARE_CODECS, cannedPublisher(answer));

  const times = await byTurns({
    calls: () => timed(bare.publish),
    bareHttp: () => timedPost(`${bare.http.url}/`, offer),
    whipway: () => timedPost(endpoint, offer),
  });
  await whipway.close();
  await bare.close();
  return {
    times: [
      row('the bare mediasoup calls', times.calls),
      row('the same behind a bare node:http handler', times.bareHttp),
      row('Whipway', times.whipway),
    ],
    budgets: [budget('p50', 0.5, times), budget('p95', 0.95, times)],
  };
}

type Times = Readonly<Record<'calls' | 'bareHttp' | 'whipway', readonly number[]>>;

async function byTurns(
  contestants: {
    readonly [Name in keyof Times]: () => Promise<number>;
  },
): Promise<Times> {
  const times = { calls: [] as number[], bareHttp: [] as number[], whipway: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const name of ['calls', 'bareHttp', 'whipway'] as const) {
      const time = await contestants[name]();
      if (round >= WARM_UP) times[name].push(time);
    }
  }
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The POST alone; its DELETE is not timed. */
async function timedPost(endpoint: string, offer: string): Promise<number> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/sdp' };
  const start = performance.now();
  const response = await fetch(endpoint, { method: 'POST', headers, body: offer });
  await response.text();
  const time = performance.now() - start;
  if (response.status !== 201) throw new Error(`POST answered ${response.status}`);
  const session = new URL(response.headers.get('location') ?? '', endpoint);
  await (await fetch(session, { method: 'DELETE', headers })).text();
  return time;
}

function row(way: string, values: readonly number[]): Record<string, string | number> {
  const at = (share: number) => percentile(values, share);
  return { way, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** Both have an HTTP exchange around them: what differs is Whipway. */
function budget(name: string, share: number, { bareHttp, whipway }: Times): Budget {
  return {
    what: `POST → 201, ${name}, ms`,
    measured: percentile(whipway, share),
    base: percentile(bareHttp, share),
    atMost: 1.1,
  };
}
