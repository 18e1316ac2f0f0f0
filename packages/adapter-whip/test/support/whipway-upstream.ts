import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { EmbeddedBackend, embedded } from '@whipway/adapter-embedded';
import { Gateway } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';

export const UPSTREAM_TOKEN = 'upstream-token';

/** What it tells its clients. */
export const UPSTREAM_TURN = {
  urls: 'turn:turn.example:3478?transport=tcp',
  username: '1700000000:us"er',
  credential: 'se\\cret',
} as const;

/** A second Whipway, strict, with the embedded backend, on node:http: a real WHIP server. */
export class WhipwayUpstream {
  readonly #sockets = new Set<Socket>();
  readonly #endpoints: readonly string[];
  #port = 0;
  #running:
    | { readonly server: Server; readonly gateway: Gateway; readonly backend: EmbeddedBackend }
    | undefined;

  constructor(endpoints: readonly string[]) {
    this.#endpoints = endpoints;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/whip/endpoint/{endpoint}`;
  }

  get sessions(): number {
    return this.#running?.gateway.sessions().length ?? 0;
  }

  get gateway(): Gateway {
    if (!this.#running) throw new Error('the upstream is down');
    return this.#running.gateway;
  }

  async comeUp(): Promise<void> {
    const ports = platformPorts();
    const media = { addresses: ['127.0.0.1'], stun: [] };
    const settings = embedded.settings.backend.parse({});
    const backend = new EmbeddedBackend(settings, { ...ports, media });
    const endpoints = this.#endpoints.map((id) => ({ id, token: UPSTREAM_TOKEN }));
    const gateway = new Gateway({
      backend,
      ports,
      endpoints: endpoints.map(({ id }) => ({ id })),
      protocol: { bodies: 'strict', ifMatch: 'strict' },
      timers: { connect: 5_000, mediaLost: 500 },
    });
    const handler = createWhipHandler({
      gateway,
      ports,
      authorize: staticTokens(endpoints),
      iceServers: [UPSTREAM_TURN],
    });
    const server = createServer(nodeListener(handler));
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#running = { server, gateway, backend };
  }

  async goDown(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (!running) return;
    running.server.close();
    for (const socket of this.#sockets) socket.destroy();
    await running.gateway.close();
    await running.backend.close();
  }
}
