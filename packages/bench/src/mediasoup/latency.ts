import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../measure/percentile.js';
import type { Budget } from '../report/budget.js';
import { startBareMediasoup } from './bare-mediasoup.js';
import { BARE_CODECS, browserOffer, cannedPublisher } from './canned.js';
import { type Contestants, contestants } from './contestants.js';
import { PostClient } from './post-client.js';
import { startWhipway } from './whipway.js';

const WARM_UP = 200;
const ROUNDS = 1_000;
/** Milliseconds in which what is done behind a reply, the same for all, is over. */
const REST = 3;

export interface Latency {
  readonly times: readonly Readonly<Record<string, string | number>>[];
  readonly budgets: readonly Budget[];
}

type Times = Readonly<Record<keyof Contestants, readonly number[]>>;

/** POST → 201, one in flight: Whipway, the bare calls and what lies between. */
export async function measureLatency(workerBin: string): Promise<Latency> {
  const whipway = await startWhipway(workerBin, 1);
  const offer = browserOffer();
  const { answer, sessionId } = await whipway.gateway.publish({ endpointId: 'e0', offer });
  await whipway.gateway.end(sessionId, 'client-deleted');
  const bare = await startBareMediasoup(workerBin, BARE_CODECS, cannedPublisher(answer));
  const client = new PostClient();
  try {
    const compared = contestants(bare, whipway, offer, client);
    const times = await byTurns(compared);
    return { times: rows(compared, times), budgets: budgets(times) };
  } finally {
    await client.close();
    await whipway.close();
    await bare.close();
  }
}

/** Each in every round, so that a busy moment is everybody's. */
async function byTurns(compared: Contestants): Promise<Times> {
  const names = Object.keys(compared) as (keyof Contestants)[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    keyof Contestants,
    number[]
  >;
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const name of names) {
      const time = await compared[name].run();
      if (round >= WARM_UP) times[name].push(time);
      await sleep(REST);
    }
  }
  return times;
}

function rows(compared: Contestants, times: Times): Latency['times'] {
  const base = percentile(times.calls, 0.5);
  return Object.entries(compared).map(([name, { way }]) => {
    const at = (share: number) => percentile(times[name as keyof Contestants], share);
    return { way, p50: at(0.5), p95: at(0.95), p99: at(0.99), 'p50 / calls': at(0.5) / base };
  });
}

/**
 * The bar is set against the bare calls, which have no HTTP around them: beside it stands how much of
 * the distance any server has to cover that is asked over HTTP.
 */
function budgets({ calls, roundTrip, bareHttp, whipway }: Times): Budget[] {
  const shares = [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const;
  const atMost = 1.1;
  const against = (what: string, times: readonly number[], base: readonly number[]): Budget[] =>
    shares.map(([name, share]) => ({
      what: `${what}, ${name}, ms`,
      measured: percentile(times, share),
      base: percentile(base, share),
      atMost,
    }));
  const least = calls.map((time, round) => time + (roundTrip[round] ?? 0));
  return [
    ...against('POST → 201 against the bare calls', whipway, calls),
    ...against('the bare calls and an empty HTTP exchange, against the bare calls', least, calls),
    ...against('POST → 201 against the bare calls behind node:http', whipway, bareHttp),
  ];
}
