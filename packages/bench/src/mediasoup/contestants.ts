import { performance } from 'node:perf_hooks';
import type { BareMediasoup } from './bare-mediasoup.js';
import type { PostClient } from './post-client.js';
import type { Whipway } from './whipway.js';

/** One way to have a publisher on the worker, or a part of one; gone again before the next comes. */
export interface Contestant {
  readonly way: string;
  /** Milliseconds of the part that is timed. */
  run(): Promise<number>;
}

export interface Contestants {
  readonly calls: Contestant;
  readonly inProcess: Contestant;
  readonly roundTrip: Contestant;
  readonly bareHttp: Contestant;
  readonly whipway: Contestant;
}

/** What is compared. */
export function contestants(
  bare: BareMediasoup,
  whipway: Whipway,
  offer: string,
  client: PostClient,
): Contestants {
  const [endpoint = ''] = whipway.endpoints;
  return {
    calls: { way: 'the bare mediasoup calls', run: () => timed(bare.publish) },
    inProcess: {
      way: 'Whipway in the process, without HTTP',
      run: () => published(whipway, offer),
    },
    roundTrip: {
      way: 'an HTTP exchange that does nothing: the offer is refused unread',
      run: () => client.post({ url: bare.http.url, body: 'no offer', status: 400 }),
    },
    bareHttp: {
      way: 'the bare calls behind node:http, with an answer made beforehand',
      run: () => client.post({ url: bare.http.url, body: offer, status: 201 }),
    },
    whipway: {
      way: 'Whipway',
      run: () => client.post({ url: endpoint, body: offer, status: 201 }),
    },
  };
}

async function published({ gateway }: Whipway, offer: string): Promise<number> {
  let sessionId = '';
  const time = await timed(async () => {
    ({ sessionId } = await gateway.publish({ endpointId: 'e0', offer }));
  });
  await gateway.end(sessionId, 'client-deleted');
  return time;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
