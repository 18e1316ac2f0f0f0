import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type EndpointDefinition,
  Gateway,
  type GatewayEvent,
  type MediaBackend,
  type ProtocolModes,
  type Timers,
} from '@whipway/core';
import { type Authorize, createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';

export const TOKEN = 'verysecret';

export interface FrontDoor {
  readonly gateway: Gateway;
  readonly events: readonly GatewayEvent[];
  /** URL of an endpoint. */
  url(id?: string): string;
  /** A request with the token, or with what `headers` says instead. */
  ask(method: string, url: string, request?: AskOptions): Promise<Response>;
  /** POSTs an offer and expects the 201. */
  publish(offer: string, id?: string): Promise<Published>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Published {
  readonly location: string;
  readonly etag: string;
  readonly answer: string;
}

export interface FrontDoorOptions {
  readonly endpoints?: readonly EndpointDefinition[];
  readonly timers?: Partial<Timers>;
  readonly protocol?: Partial<ProtocolModes>;
  readonly authorize?: Authorize;
}

/** Whipway as an integrator mounts it: gateway, HTTP handler, node:http. */
export async function openFrontDoor(
  backend: MediaBackend,
  options: FrontDoorOptions = {},
): Promise<FrontDoor> {
  const ports = platformPorts();
  const { endpoints = [{ id: 'live' }], timers = {}, protocol = {} } = options;
  const gateway = new Gateway({ backend, ports, endpoints, timers, protocol });
  const tokens = staticTokens(endpoints.map(({ id }) => ({ id, token: TOKEN })));
  const authorize = options.authorize ?? tokens;
  const handler = createWhipHandler({ gateway, ports, authorize });
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const events: GatewayEvent[] = [];
  gateway.subscribe((event) => events.push(event));
  const ask = (method: string, url: string, { body, headers = {} }: AskOptions = {}) =>
    fetch(new URL(url, origin), {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
  return {
    gateway,
    events,
    ask,
    url: (id = 'live') => `${origin}/whip/endpoint/${id}`,
    publish: (offer, id) => publish(ask, `${origin}/whip/endpoint/${id ?? 'live'}`, offer),
    async close() {
      await gateway.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function publish(ask: FrontDoor['ask'], url: string, offer: string): Promise<Published> {
  const headers = { 'content-type': 'application/sdp' };
  const response = await ask('POST', url, { body: offer, headers });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`POST gave ${response.status}: ${answer}`);
  const location = new URL(response.headers.get('location') ?? '', url).href;
  return { location, etag: response.headers.get('etag') ?? '', answer };
}
