import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Gateway } from '@whipway/core';
import { createWhipHandler, platformPorts, staticTokens } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { WhipClient } from '../src/whip-client.js';
import { FakePeer } from './support/fake-peer.js';
import { until } from './support/mock-endpoint.js';
import { PaperBackend } from './support/paper-backend.js';
import { fakeStream } from './support/scene.js';

/** Our own server, taking the RFC literally: what it accepts without a quirk is conformant. */
const STRICT = { bodies: 'strict', ifMatch: 'strict' } as const;

let server: Server;
let backend: PaperBackend;
let gateway: Gateway;
const peers: FakePeer[] = [];

beforeEach(async () => {
  const ports = platformPorts();
  backend = new PaperBackend();
  gateway = new Gateway({ backend, ports, endpoints: [{ id: 'live' }], protocol: STRICT });
  const authorize = staticTokens([{ id: 'live', token: 'verysecret' }]);
  const handler = createWhipHandler({ gateway, ports, authorize });
  server = createServer(nodeListener(handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await gateway.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  peers.length = 0;
});

async function publish(trickle: 'full' | 'half'): Promise<WhipClient> {
  const client = new WhipClient({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/whip/endpoint/live`,
    token: 'verysecret',
    trickle,
    trickleWindow: 10,
    gatheringTimeout: 20,
    platform: {
      createPeerConnection: (configuration) => {
        const peer = new FakePeer(configuration);
        peers.push(peer);
        return peer;
      },
    },
  });
  await client.publish(fakeStream(['audio', 'video']));
  return client;
}

describe.each(['full', 'half'] as const)('against a strict server, %s trickle', (trickle) => {
  it('publishes, trickles, restarts and ends without a single tolerance', async () => {
    const client = await publish(trickle);
    const [session] = backend.sessions;
    const [peer] = peers;
    peer?.gather(5000);
    peer?.gather(5001);
    peer?.gatheringDone();
    await until(() => session?.candidates.length === 2, 'two candidates');
    await client.restartIce();
    peer?.gather(5200);
    await until(() => session?.candidates.length === 3, 'the candidate after the restart');
    expect(session?.restarts).toHaveLength(1);
    expect(session?.candidates.map(({ port }) => port)).toEqual([5000, 5001, 5200]);
    await client.stop();
    expect(session?.ended).toBe(true);
    const counts = Object.values(gateway.quirkCounts());
    expect(counts.length).toBeGreaterThan(0);
    expect(counts.every((count) => count === 0)).toBe(true);
  });
});
