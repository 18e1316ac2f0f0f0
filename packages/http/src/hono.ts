import { fetchHandler } from './fetch.js';
import type { WhipHandler } from './handler.js';
import { serveNode } from './node.js';

/** What is used of a Hono context. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
  /** Under `@hono/node-server`: `{ incoming, outgoing }`. */
  readonly env: unknown;
}

/**
 * A middleware for Hono: `app.use(honoMount(handler))`, on any path. Put it before `cors()`. Under
 * `@hono/node-server` it writes to Node's response itself, so that every Link keeps its own line;
 * elsewhere it is the Fetch binding. With a path in front use the handler's `basePath`.
 */
export function honoMount(
  handler: WhipHandler,
): (context: HonoContext, next: () => Promise<void>) => Promise<Response | undefined> {
  const answer = fetchHandler(handler);
  return async ({ req, env }, next) => {
    const { pathname, search } = new URL(req.raw.url);
    if (!handler.serves(pathname + search)) {
      await next();
      return undefined;
    }
    if (!isNodeEnvironment(env)) return await answer(req.raw);
    await serveNode(handler, env.incoming, env.outgoing);
    return alreadySent();
  };
}

/** The header by which @hono/node-server knows that there is nothing left to write. */
function alreadySent(): Response {
  const response = new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
  // That package's own Response looks at the header only once it has left its shortcut, which
  // reading this property makes it do; otherwise it would write a second head.
  void response.bodyUsed;
  return response;
}

type NodeEnvironment = {
  readonly incoming: Parameters<typeof serveNode>[1];
  readonly outgoing: Parameters<typeof serveNode>[2];
};

function isNodeEnvironment(env: unknown): env is NodeEnvironment {
  if (typeof env !== 'object' || env === null) return false;
  return 'incoming' in env && 'outgoing' in env;
}
