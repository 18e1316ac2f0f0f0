// A process of its own: one forwarder, so that its CPU time is the forwarding's alone.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { serveRequests } from '../janus/processes/serve-requests.js';
import { makeBareWerift } from './bare-werift.js';
import { makeEmbeddedForwarder } from './embedded-backend.js';
import type { Forwarder, Traffic, Way } from './forwarder.js';

/** What it has done and used so far. */
export interface Usage extends Traffic {
  /** CPU of the process, user and system, milliseconds. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly at: number;
}

const FORWARDERS: Readonly<Record<Way, () => Forwarder>> = {
  'bare werift': makeBareWerift,
  embedded: makeEmbeddedForwarder,
};

let forwarder: Forwarder | undefined;

serveRequests({ start, usage });

/** @returns where POSTs go: `/publish` and `/watch` behind it */
async function start(way: Way): Promise<string> {
  const made = FORWARDERS[way]();
  forwarder = made;
  const server = createServer((request, response) => {
    serve(made, request, response).catch((cause: unknown) =>
      response.writeHead(500).end(cause instanceof Error ? cause.stack : `${cause}`),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As much of WHIP and WHEP as the clients of the bench need. */
async function serve(
  { publish, watch }: Forwarder,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'DELETE') return void response.end();
  const offer = await text(request);
  const answer = await (request.url === '/publish' ? publish(offer) : watch(offer));
  const headers = { 'content-type': 'application/sdp', location: '/session' };
  response.writeHead(201, headers).end(answer);
}

async function usage(): Promise<Usage> {
  if (!forwarder) throw new Error('nothing was started');
  const traffic = await forwarder.traffic();
  const { user, system } = process.cpuUsage();
  return { ...traffic, cpu: (user + system) / 1_000, at: performance.now() };
}
