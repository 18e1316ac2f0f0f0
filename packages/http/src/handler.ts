import { admit } from './admission.js';
import { corsLines } from './cors.js';
import { describeOptions } from './describe-options.js';
import type { Exchange, Reply } from './exchange.js';
import { singleValue, type WhipHttpRequest, type WhipHttpResponse } from './http-message.js';
import { mediaType } from './media-types.js';
import {
  allowedMethods,
  type BodyRow,
  isKnownMethod,
  type MethodRow,
  methodRow,
} from './methods.js';
import { problemReply } from './problem.js';
import { mustClose, readBody } from './read-body.js';
import { refusal } from './refuse.js';
import { matchRoute } from './routes.js';
import { handlerSettings, type WhipHandlerOptions } from './settings.js';

/** WHIP and WHEP as a function from request to response. Bindings translate, nothing else. */
export interface WhipHandler {
  /** True when the path is one of ours; everything else is left to the host. */
  serves(target: string): boolean;
  /** Answers a request; undefined when {@link serves} says no. Never rejects. */
  handle(request: WhipHttpRequest): Promise<WhipHttpResponse | undefined>;
}

/** @throws TypeError naming the option that cannot be used. */
export function createWhipHandler(options: WhipHandlerOptions): WhipHandler {
  const settings = handlerSettings(options);
  return {
    serves: (target) => matchRoute(target, settings.basePath) !== undefined,
    handle: async (request) => {
      const matched = matchRoute(request.target, settings.basePath);
      if (!matched) return undefined;
      return await respond({ request, matched, settings, bodyRead: 'nothing' });
    },
  };
}

async function respond(exchange: Exchange): Promise<WhipHttpResponse> {
  const reply = await perform(exchange).catch((error: unknown) => problemReply(exchange, error));
  return complete(exchange, reply);
}

/** The order of checks, S-46: auth, existence, method, type, size; the rest is the gateway's. */
async function perform(exchange: Exchange): Promise<Reply> {
  const { request, settings } = exchange;
  if (request.method === 'OPTIONS') return await describeOptions(exchange);
  const admission = await admit(exchange);
  const row = requireMethod(exchange);
  if ('run' in row) return await row.run(exchange, admission, '');
  const operation = requireBodyType(request, row.bodies);
  const body = await readBody(exchange, settings.limits[operation.limit]);
  return await operation.run(exchange, admission, body);
}

function requireMethod({ request, matched, settings }: Exchange): MethodRow {
  const row = methodRow(matched, request.method);
  if (row && allowedMethods(matched, settings).includes(request.method)) return row;
  throw refusal(isKnownMethod(request.method) ? 'method-not-allowed' : 'method-unknown');
}

function requireBodyType(
  { headers }: WhipHttpRequest,
  bodies: Readonly<Record<string, BodyRow>>,
): BodyRow {
  const type = mediaType(singleValue(headers, 'content-type'));
  const row = Object.hasOwn(bodies, type) ? bodies[type] : undefined;
  if (!row) throw refusal('media-type-unsupported');
  return row;
}

/** Adds what every response has: CORS, no caching (S-30), and a length, so that nothing is chunked. */
function complete(exchange: Exchange, reply: Reply): WhipHttpResponse {
  const { request, settings } = exchange;
  const { undelivered } = reply;
  const gone = request.signal.aborted;
  if (gone) undelivered?.();
  return {
    status: reply.status,
    headers: [
      ...reply.headers,
      ...corsLines(settings, request),
      ['Cache-Control', 'no-store'],
      ...contentLength(reply),
    ],
    body: reply.body,
    closeConnection: mustClose(request, exchange.bodyRead, settings.limits.offer),
    ...(undelivered && !gone ? { undelivered } : {}),
  };
}

/** RFC 9110, section 8.6: not with 204. */
function contentLength({ status, body }: Reply): readonly (readonly [string, string])[] {
  if (status === 204) return [];
  return [['Content-Length', String(new TextEncoder().encode(body ?? '').byteLength)]];
}
