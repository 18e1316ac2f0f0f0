import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway, type GatewayEvent, type MediaSettings, type Timers } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { type MediasoupBackend, mediasoup } from '../../src/index.js';

export const TOKEN = 'live-test-secret';

export interface HostOptions {
  /** The `backend:` block. */
  readonly settings?: Record<string, unknown>;
  /** Endpoint ids with their `mediasoup:` blocks. Default: `live`. */
  readonly endpoints?: Readonly<Record<string, Record<string, unknown>>>;
  readonly media?: Partial<MediaSettings>;
  readonly timers?: Partial<Timers>;
}

/** A whole Whipway on mediasoup: backend, gateway, HTTP on a free port of 127.0.0.1. */
export interface Host {
  readonly backend: MediasoupBackend;
  readonly gateway: Gateway;
  readonly events: readonly GatewayEvent[];
  whip(endpoint?: string): string;
  whep(endpoint?: string): string;
  close(): Promise<void>;
}

/** Addresses that tests publish to: the private network's first, where there is one. */
export function testAddresses(): readonly string[] {
  const { WHIPWAY_TEST_ADDRESS: address } = process.env;
  return address ? [address, '127.0.0.1'] : ['127.0.0.1'];
}

export async function startHost(options: HostOptions = {}): Promise<Host> {
  const ports = platformPorts({ debug() {}, info() {}, warn: console.warn, error() {} });
  const { backend: schema, endpoint } = mediasoup.settings;
  const backend = mediasoup.create(schema.parse({ workers: 2, ...options.settings }), {
    ...ports,
    media: { addresses: testAddresses(), stun: [], ...options.media },
  });
  const endpoints = Object.entries(options.endpoints ?? { live: {} }).map(([id, block]) => ({
    id,
    settings: endpoint.parse(block),
  }));
  const { timers = {} } = options;
  const gateway = new Gateway({ backend, ports, endpoints, timers });
  const tokens = endpoints.map(({ id }) => ({ id, token: TOKEN, watch: 'public' as const }));
  const handler = createWhipHandler({ gateway, ports, authorize: staticTokens(tokens) });
  const events: GatewayEvent[] = [];
  gateway.subscribe((event) => events.push(event));
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    backend,
    gateway,
    events,
    whip: (id = 'live') => `http://127.0.0.1:${port}/whip/endpoint/${id}`,
    whep: (id = 'live') => `http://127.0.0.1:${port}/whep/endpoint/${id}`,
    async close() {
      server.close();
      server.closeAllConnections();
      await gateway.close();
    },
  };
}
