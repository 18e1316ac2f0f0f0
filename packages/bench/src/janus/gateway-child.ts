// A process of its own: Whipway as a host mounts it, on node:http.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { janus } from '@whipway/adapter-janus';
import { Gateway } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { serveRequests } from './processes/serve-requests.js';

interface Order {
  readonly janusUrl: string;
  /** How many: `e0`, `e1`, … */
  readonly endpoints: number;
  readonly room: number;
  readonly token: string;
}

serveRequests({ start });

/** @returns where it listens, `http://127.0.0.1:PORT` */
async function start({ janusUrl, endpoints, room, token }: Order): Promise<string> {
  const ports = platformPorts();
  const { clock, logger } = ports;
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const { settings } = janus;
  const block = settings.backend.parse({ url: janusUrl });
  const backend = janus.create(block, { clock, logger, media });
  const ids = Array.from({ length: endpoints }, (_, index) => `e${index}`);
  const fixed = settings.endpoint.parse({ room });
  const gateway = new Gateway({
    backend,
    ports,
    endpoints: ids.map((id) => ({ id, settings: fixed })),
    // Nobody sends media here: sessions are held for as long as they are needed.
    timers: { connect: 600_000 },
  });
  const authorize = staticTokens(ids.map((id) => ({ id, token })));
  const handler = createWhipHandler({ gateway, ports, authorize });
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  // The load keeps its connections while other cases have their turn.
  server.keepAliveTimeout = 600_000;
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
