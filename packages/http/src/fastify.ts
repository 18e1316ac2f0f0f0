import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WhipHandler } from './handler.js';
import { serveNode } from './node.js';

/** What is used of a Fastify instance. */
export interface FastifyHost {
  addHook(
    name: 'onRequest',
    hook: (
      request: { readonly raw: IncomingMessage },
      reply: { hijack(): unknown; readonly raw: ServerResponse },
      done: () => void,
    ) => void,
  ): unknown;
}

export interface FastifyMountOptions {
  /** Path in front of the handler's own, as with any Fastify plugin. */
  readonly prefix?: string;
}

/**
 * A plugin for Fastify 4 and 5: `app.register(fastifyMount(handler), { prefix: '/media' })`.
 * Register it before `@fastify/cors`. It takes its requests over before routing, so neither content
 * type parsers nor routes of the host see them, and nothing else is touched.
 */
export function fastifyMount(
  handler: WhipHandler,
): (instance: FastifyHost, options: FastifyMountOptions, done: () => void) => void {
  const plugin = (
    instance: FastifyHost,
    { prefix = '' }: FastifyMountOptions,
    done: () => void,
  ) => {
    instance.addHook('onRequest', (request, reply, next) => {
      const url = request.raw.url ?? '/';
      const target = url.startsWith(prefix) ? url.slice(prefix.length) : '';
      if (!handler.serves(target)) return next();
      reply.hijack();
      void serveNode(handler, request.raw, reply.raw, { target, mountPath: prefix });
    });
    done();
  };
  // Without its own context, or the hook would see the plugin's routes only (it has none).
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}
