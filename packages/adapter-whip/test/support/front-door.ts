import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { type EndpointDefinition, Gateway, type Timers } from '@whipway/core';
import { createWhipHandler } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { offerText } from '@whipway/test-rig/offer-text';
import type { WhipBackend } from '../../src/index.js';
import { CLOCK, Lines, listening } from './host.js';

/** A gateway on node:http that lets everybody in: who may publish is the upstream’s word. */
export interface FrontDoor {
  readonly logger: Lines;
  readonly gateway: Gateway;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** A client’s POST. */
  post(token?: string, endpoint?: string): Promise<Response>;
  close(): Promise<void>;
}

export async function openFrontDoor(
  backend: WhipBackend,
  endpoints: readonly EndpointDefinition[] = [{ id: 'live' }],
  timers: Partial<Timers> = {},
): Promise<FrontDoor> {
  const logger = new Lines();
  const ports = { clock: CLOCK, logger, ids: { random: () => randomUUID() } };
  const gateway = new Gateway({ backend, ports, endpoints, timers });
  const handler = createWhipHandler({ gateway, ports, authorize: () => 'granted' });
  const server = createServer(nodeListener(handler));
  const url = await listening(server);
  return {
    logger,
    gateway,
    url,
    post: (token, endpoint = 'live') =>
      fetch(`${url}/whip/endpoint/${endpoint}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/sdp',
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        body: offerText(),
      }),
    async close() {
      server.close();
      server.closeAllConnections();
      await gateway.close();
    },
  };
}
