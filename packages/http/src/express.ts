import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WhipHandler } from './handler.js';
import { serveNode } from './node.js';

/** What Express adds to Node's request. */
export interface ExpressRequest extends IncomingMessage {
  /** The path of `app.use(path, …)`, taken out of `url`. */
  readonly baseUrl: string;
  /** What a body parser in front of us has read. */
  readonly body?: unknown;
}

/**
 * A middleware for Express 4 and 5: `app.use(expressMount(handler))`, also under a path or in a
 * router. Put it before `cors()`, which answers every OPTIONS itself. Requests that are not ours
 * go on untouched.
 */
export function expressMount(
  handler: WhipHandler,
): (request: ExpressRequest, response: ServerResponse, next: () => void) => void {
  return (request, response, next) => {
    if (!handler.serves(request.url ?? '/')) return next();
    const parsed = parsedBody(request.body);
    void serveNode(handler, request, response, {
      mountPath: request.baseUrl,
      ...(request.readableEnded && parsed ? { body: parsed } : {}),
    });
  };
}

/** A host with `express.text({ type: '*\/*' })` or `express.raw` in front has the body already. */
function parsedBody(body: unknown): AsyncIterable<Uint8Array> | undefined {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (!(bytes instanceof Uint8Array)) return undefined;
  return (async function* () {
    yield bytes;
  })();
}
