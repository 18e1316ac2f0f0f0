import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EndpointDefinition, Gateway, type GatewayEvent } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { GaleneBackend } from '../../src/index.js';
import { backendSettings, endpointSettings } from '../../src/settings.js';

export const TOKEN = 'verysecret';

export interface FrontDoor {
  readonly gateway: Gateway;
  /** Why sessions ended, in order: `reason: detail`. */
  readonly ends: readonly string[];
  url(id?: string): string;
  close(): Promise<void>;
}

/** Whipway in front of a Galene, as an integrator mounts it: gateway, HTTP handler, node:http. */
export async function openFrontDoor(
  block: object,
  endpoints: Readonly<Record<string, object>> = { live: {} },
): Promise<FrontDoor> {
  const ports = platformPorts();
  const media = { addresses: ['127.0.0.1'], stun: [] };
  const backend = new GaleneBackend(backendSettings.parse(block), { ...ports, media });
  const definitions: EndpointDefinition[] = Object.entries(endpoints).map(([id, settings]) => ({
    id,
    settings: endpointSettings.parse(settings),
  }));
  const gateway = new Gateway({ backend, ports, endpoints: definitions });
  const authorize = staticTokens(definitions.map(({ id }) => ({ id, token: TOKEN })));
  const handler = createWhipHandler({ gateway, ports, authorize });
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ends: string[] = [];
  gateway.subscribe((event: GatewayEvent) => {
    if (event.type === 'session-closed') ends.push(`${event.reason}: ${event.detail ?? ''}`);
  });
  return {
    gateway,
    ends,
    url: (id = 'live') => `${origin}/whip/endpoint/${id}`,
    async close() {
      await gateway.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
