import type { Gateway, Logger } from '@whipway/core';
import type { WhipHandler } from '@whipway/http';
import { fastifyMount } from '@whipway/http/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { TlsMaterial } from '../config/tls-files.js';
import { pathOf } from '../log/refusal-lines.js';
import { addHealthRoutes } from './health-routes.js';
import { replyProblem } from './problem-reply.js';
import { addStudioPages } from './studio-pages.js';

/** What the application is made of. */
export interface ApplicationParts {
  readonly handlers: readonly WhipHandler[];
  readonly gateway: Gateway;
  readonly logger: Logger;
  readonly tls: TlsMaterial | undefined;
  /** Folder with the studio's index.html. */
  readonly studioFolder: string;
  /** Milliseconds in which a request must be there as a whole, whoever sends it. */
  readonly requestTime: number;
}

/** Longest wait for a request's headers, and for a TLS handshake, milliseconds. */
const HEADERS_TIME = 10_000;
/** How long an idle connection stays, milliseconds: longer than proxies keep theirs, usually 60 s. */
const IDLE_TIME = 72_000;
/** How often connections are looked at, milliseconds: the most by which one outstays its time. */
const CHECK_INTERVAL = 2_000;

/**
 * Nothing of the page comes from elsewhere, and no page of elsewhere shows it in a frame; it may talk
 * to any server, for one can be chosen. The last three directives have no default.
 */
const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; connect-src *; media-src 'self' blob:; img-src 'self' data:; style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** The Fastify application: WHIP and WHEP, health, the studio. Does not listen yet. */
export async function buildApplication(parts: ApplicationParts): Promise<FastifyInstance> {
  const app = createFastify(parts);
  app.addHook('onResponse', async (request, reply) => {
    logAccess(parts.logger, request, reply);
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(PAGE_HEADERS);
  });
  for (const handler of parts.handlers) await app.register(fastifyMount(handler));
  addHealthRoutes(app, parts.gateway);
  await addStudioPages(app, parts.studioFolder);
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is nothing at ${request.method} ${pathOf(request.url)}.`;
    return replyProblem(reply, 404, 'Not found', detail);
  });
  return app;
}

function createFastify({ tls, logger, requestTime }: ApplicationParts): FastifyInstance {
  const times = {
    headersTimeout: Math.min(HEADERS_TIME, requestTime),
    connectionsCheckingInterval: Math.min(CHECK_INTERVAL, requestTime),
  };
  const options = {
    // Fastify's own default is to wait for ever.
    requestTimeout: requestTime,
    keepAliveTimeout: IDLE_TIME,
    // Responses on their way may leave; `Server` ends what is left.
    forceCloseConnections: 'idle',
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      replyFault(logger, error, request, reply),
  } as const;
  const app: FastifyInstance = tls
    ? Fastify({ ...options, https: { ...tls, ...times, handshakeTimeout: HEADERS_TIME } })
    : Fastify({ ...options, http: times });
  app.setErrorHandler((error: Error, request, reply) => replyFault(logger, error, request, reply));
  return app;
}

/** What a route threw, or what Fastify itself refuses. Only bugs are our fault. */
function replyFault(logger: Logger, error: Error, request: FastifyRequest, reply: FastifyReply) {
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  if (statusCode < 500) {
    return replyProblem(reply, statusCode, 'Bad request', 'The request cannot be read.');
  }
  logger.error('request failed by a bug', {
    method: request.method,
    path: pathOf(request.url),
    error,
  });
  return replyProblem(reply, 500, 'Internal error', 'This is a bug. The log has more.');
}

function logAccess(logger: Logger, request: FastifyRequest, reply: FastifyReply): void {
  logger.debug('request', {
    method: request.method,
    path: pathOf(request.url),
    status: reply.raw.statusCode,
    milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    from: request.ip,
  });
}
