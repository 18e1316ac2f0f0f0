import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { embedded } from '@whipway/adapter-embedded';
import { createAdmin, type EndpointStore, endpointBlocks } from '@whipway/admin';
import { Gateway } from '@whipway/core';
import { platformPorts } from '@whipway/http';
import { nodeListener } from '@whipway/http/node';
import { cannedBackend, offers } from './canned-backend.js';

const TOKEN = 'the-token-of-the-bench';

export interface AdminLab {
  /** Sends a request over a connection that is kept. @returns the answer's body */
  ask(method: string, path: string, body?: string): Promise<Buffer>;
  stop(): Promise<void>;
}

/** The admin API on a socket, with what the store keeps and so many live sessions. */
export async function startAdminLab(store: EndpointStore, sessions: number): Promise<AdminLab> {
  const ports = platformPorts();
  const gateway = new Gateway({ backend: await cannedBackend(ports), ports });
  const blocks = endpointBlocks([embedded]);
  const admin = createAdmin({
    gateway,
    ports,
    store,
    token: TOKEN,
    version: '0',
    kind: 'embedded',
    blocks,
  });
  await admin.start();
  await openSessions(gateway, sessions);
  const server = createServer(nodeListener(admin.handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    ask: (method, path, body) => send(agent, port, method, path, body),
    stop: async () => {
      agent.destroy();
      await gateway.close();
      await admin.close();
      server.close();
      await once(server, 'close');
    },
  };
}

/** One publisher an endpoint while there are endpoints, then viewers of the first. */
async function openSessions(gateway: Gateway, sessions: number): Promise<void> {
  const ids = gateway.endpoints().map(({ id }) => id);
  const { publish, watch } = offers();
  for (let count = 0; count < sessions && ids.length > 0; count += 1) {
    const endpointId = ids[count];
    if (endpointId !== undefined) await gateway.publish({ endpointId, offer: publish });
    else await gateway.watch({ endpointId: ids[0] ?? '', offer: watch });
  }
}

function send(
  agent: Agent,
  port: number,
  method: string,
  path: string,
  body?: string,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${TOKEN}`,
      ...(body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    };
    const outgoing = request({ agent, port, host: '127.0.0.1', method, path, headers });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode < 300) resolve(Buffer.concat(chunks));
        else reject(new Error(`${method} ${path} was answered ${statusCode}`));
      });
    });
    outgoing.end(body);
  });
}
