import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mediasoup } from '@whipway/adapter-mediasoup';
import { Gateway, SILENT_LOGGER } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { TOKEN } from './token.js';

/** A server on a free port of 127.0.0.1. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

export interface Whipway extends Served {
  readonly gateway: Gateway;
  /** WHIP URL of each endpoint. */
  readonly endpoints: readonly string[];
}

/** The whole of Whipway in this process, with one worker. */
export async function startWhipway(workerBin: string, endpointCount: number): Promise<Whipway> {
  const ports = platformPorts(SILENT_LOGGER);
  const settings = mediasoup.settings.backend.parse({ workers: 1, workerBin });
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const backend = mediasoup.create(settings, { ...ports, media });
  const ids = Array.from({ length: endpointCount }, (_, index) => `e${index}`);
  const gateway = new Gateway({ backend, ports, endpoints: ids.map((id) => ({ id })) });
  const authorize = staticTokens(ids.map((id) => ({ id, token: TOKEN })));
  const handler = createWhipHandler({ gateway, ports, authorize });
  const served = await serve(nodeListener(handler));
  await gateway.health();
  return {
    ...served,
    gateway,
    endpoints: ids.map((id) => `${served.url}/whip/endpoint/${id}`),
    async close() {
      await gateway.close();
      await served.close();
    },
  };
}

export async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
