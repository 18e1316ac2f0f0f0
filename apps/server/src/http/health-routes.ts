import { type Gateway, WhipError } from '@whipway/core';
import type { FastifyInstance } from 'fastify';
import { replyProblem } from './problem-reply.js';

/** How long the backend may take to say that it is well, milliseconds. Below a usual probe's limit. */
const HEALTH_DEADLINE = 2_000;

/**
 * `/healthz`: the process is up, whatever the media server does; a failure means restart it.
 * `/readyz`: a session could be opened now; a failure means send clients elsewhere.
 */
export function addHealthRoutes(app: FastifyInstance, gateway: Gateway): void {
  app.get('/healthz', async (_request, reply) =>
    reply.header('Cache-Control', 'no-store').send({ status: 'up' }),
  );
  app.get('/readyz', async (_request, reply) => {
    try {
      await gateway.health(AbortSignal.timeout(HEALTH_DEADLINE));
      return reply
        .header('Cache-Control', 'no-store')
        .send({ status: 'ready', backend: gateway.backend.name });
    } catch (error) {
      const { code, message } = WhipError.from(error, 'backend-failed');
      const detail = code === 'aborted' ? `The backend did not answer in time.` : message;
      return replyProblem(reply, 503, 'Not ready', detail);
    }
  });
}
