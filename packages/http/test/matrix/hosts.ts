import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { expressMount } from '../../src/express.js';
import { fastifyMount } from '../../src/fastify.js';
import { fetchHandler } from '../../src/fetch.js';
import type { WhipHandler } from '../../src/handler.js';
import { honoMount } from '../../src/hono.js';
import { nodeListener } from '../../src/node.js';
import { type Listening, listen, listening } from '../support/listening.js';

/** A kind of server that carries the handler beside routes of its own. */
export interface Host {
  readonly name: string;
  /** Path in front of `/whip`. */
  readonly mountPath: string;
  /** `basePath` of the handler, where the host leaves the path whole. */
  readonly basePath: string;
  /** Whether every Link has a line of its own on the wire, or why not. */
  readonly linkLines: 'separate' | { readonly joined: string };
  /**
   * Starts an application with routes, a JSON body parser and CORS rules of its own; without a
   * handler it is the very same application.
   */
  start(handler: WhipHandler | undefined): Promise<Listening>;
}

/** The origin that every host's own CORS rule names. */
const HOST_ORIGIN = 'https://host.example';

const nodeHost: Host = {
  name: 'node:http',
  mountPath: '',
  basePath: '',
  linkLines: 'separate',
  start: async (handler) => {
    const mount = handler && nodeListener(handler);
    return await listen((request, response) =>
      mount
        ? mount(request, response, () => bareApp(request, response))
        : bareApp(request, response),
    );
  },
};

/** What the hosts without a framework serve themselves. */
function bareApp(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', HOST_ORIGIN);
  if (request.url !== '/host/json') {
    response.writeHead(request.url === '/host' ? 200 : 404).end('from the host');
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => response.end(JSON.stringify(JSON.parse(`${Buffer.concat(chunks)}`))));
}

const fetchHost: Host = {
  name: 'Fetch binding',
  mountPath: '',
  basePath: '',
  linkLines: { joined: 'a Fetch Headers joins lines of the same name' },
  start: async (handler) => {
    const mount = handler && fetchHandler(handler);
    const app = async (request: Request) =>
      (await mount?.(request)) ?? (await bareFetchApp(request));
    return await listen(getRequestListener(app) as RequestListener);
  },
};

async function bareFetchApp(request: Request): Promise<Response> {
  const headers = { 'Access-Control-Allow-Origin': HOST_ORIGIN };
  const { pathname } = new URL(request.url);
  if (pathname === '/host/json') return Response.json(await request.json(), { headers });
  return new Response('from the host', { status: pathname === '/host' ? 200 : 404, headers });
}

/** In a router that Express strips the path of, with a body parser and CORS in front. */
function expressHost(mountPath: string): Host {
  return {
    name: `Express at ${mountPath || '/'}`,
    mountPath,
    basePath: '',
    linkLines: 'separate',
    start: async (handler) => {
      const app = express();
      app.use(express.json());
      if (handler) app.use(mountPath || '/', expressMount(handler));
      app.use((request, response, next) => {
        response.setHeader('Access-Control-Allow-Origin', HOST_ORIGIN);
        if (request.method === 'OPTIONS') response.sendStatus(204);
        else next();
      });
      app.get('/host', (_request, response) => void response.send('from the host'));
      app.post('/host/json', (request, response) => void response.json(request.body));
      return await listen(app);
    },
  };
}

function fastifyHost(mountPath: string): Host {
  return {
    name: `Fastify at ${mountPath || '/'}`,
    mountPath,
    basePath: '',
    linkLines: 'separate',
    start: async (handler) => {
      const app = fastify();
      if (handler)
        await app.register(fastifyMount(handler), mountPath ? { prefix: mountPath } : {});
      app.addHook('onRequest', async (request, reply) => {
        reply.header('Access-Control-Allow-Origin', HOST_ORIGIN);
        if (request.method === 'OPTIONS') await reply.code(204).send();
      });
      app.get('/host', async () => 'from the host');
      app.post('/host/json', async (request) => request.body);
      await app.listen({ port: 0, host: '127.0.0.1' });
      return await listening(app.server);
    },
  };
}

/** Under a path, a middleware of the host wraps every response. */
function honoHost(mountPath: string): Host {
  return {
    name: `Hono at ${mountPath || '/'}`,
    mountPath,
    basePath: mountPath,
    linkLines: 'separate',
    start: async (handler) => {
      const app = new Hono();
      if (mountPath) {
        app.use(async (context, next) => {
          await next();
          context.header('X-Host', 'here');
        });
      }
      if (handler) app.use(honoMount(handler));
      app.use(cors({ origin: HOST_ORIGIN }));
      app.get('/host', (context) => context.text('from the host'));
      app.post('/host/json', async (context) => context.json(await context.req.json()));
      return await listen(getRequestListener(app.fetch) as RequestListener);
    },
  };
}

export const HOSTS: readonly Host[] = [
  nodeHost,
  fetchHost,
  expressHost(''),
  expressHost('/media'),
  fastifyHost(''),
  fastifyHost('/media'),
  honoHost(''),
  honoHost('/media'),
];
