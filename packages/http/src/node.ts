import type { IncomingMessage, ServerResponse } from 'node:http';
import { AbortHandle, type AbortSignalLike } from '@whipway/core';
import type { WhipHandler } from './handler.js';
import type { WhipHttpRequest, WhipHttpResponse } from './http-message.js';
import { nodeBody } from './node-body.js';
import { nodeSink } from './node-sink.js';

/** How long the rest of an unwanted body is read away before the connection closes, milliseconds. */
const LINGER = 500;

/** What a host knows better than the request itself. */
export interface NodeRequestOverrides {
  /** Path and query after {@link mountPath}. Default: the request's own. */
  readonly target?: string;
  /** Path that the host took away in front. Default: none. */
  readonly mountPath?: string;
  /** The body, when the host has read it already. */
  readonly body?: AsyncIterable<Uint8Array>;
}

/**
 * A listener for `http.createServer` and `https.createServer`, and a middleware of connect-like
 * hosts. Requests that are not ours go to `next`; without one they get a 404.
 */
export function nodeListener(
  handler: WhipHandler,
): (request: IncomingMessage, response: ServerResponse, next?: () => void) => void {
  return (request, response, next) => {
    if (handler.serves(request.url ?? '/')) void serveNode(handler, request, response);
    else if (next) next();
    else response.writeHead(404, { 'Content-Length': '0' }).end();
  };
}

/** Answers one request that `handler.serves`. Resolves when the response is handed over. */
export async function serveNode(
  handler: WhipHandler,
  request: IncomingMessage,
  response: ServerResponse,
  overrides: NodeRequestOverrides = {},
): Promise<void> {
  const gone = new AbortHandle();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  if (response.destroyed) gone.abort();
  const reply = await handler.handle(toRequest(request, gone.signal, overrides));
  if (reply === undefined || response.destroyed || response.headersSent)
    return reply?.undelivered?.();
  gone.signal.addEventListener('abort', () => reply.undelivered?.());
  try {
    await write(request, response, reply);
  } catch {
    // Another part of the host has answered already, or broken the response.
    response.destroy();
  }
}

function toRequest(
  request: IncomingMessage,
  signal: AbortSignalLike,
  { target, mountPath, body }: NodeRequestOverrides,
): WhipHttpRequest {
  return {
    method: request.method ?? '',
    target: target ?? request.url ?? '/',
    mountPath: mountPath ?? '',
    headers: { values: (name) => request.headersDistinct[name] ?? [] },
    body: body ?? nodeBody(request),
    signal,
  };
}

async function write(
  request: IncomingMessage,
  response: ServerResponse,
  reply: WhipHttpResponse,
): Promise<void> {
  response.statusCode = reply.status;
  for (const [name, values] of groupLines(reply)) response.setHeader(name, values);
  if (reply.stream) {
    response.flushHeaders();
    return reply.stream(nodeSink(response));
  }
  const closes = reply.closeConnection && !request.complete;
  if (closes && request.httpVersionMajor === 1) response.setHeader('Connection', 'close');
  if (!closes) {
    response.end(reply.body);
    void endUnlessWhole(request);
    return;
  }
  // Closing with unread bytes resets the connection, and the client may lose the response.
  response.flushHeaders();
  if (reply.body !== undefined) response.write(reply.body);
  await discardRest(request);
  response.end();
}

/** Values by name; an array becomes one header line each, which a joined value would not. */
function groupLines(reply: WhipHttpResponse): ReadonlyMap<string, string[]> {
  const lines = new Map<string, string[]>();
  for (const [name, value] of reply.headers) {
    lines.set(name, [...(lines.get(name) ?? []), value]);
  }
  return lines;
}

/**
 * The next request can only follow a body that is there as a whole. Whoever does not bring it soon
 * would hold the connection, often without ever having shown a token.
 */
async function endUnlessWhole(request: IncomingMessage): Promise<void> {
  if (request.complete || request.httpVersionMajor !== 1) return;
  await discardRest(request);
  if (!request.complete) request.socket.destroy();
}

function discardRest(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, LINGER);
    function done() {
      clearTimeout(timer);
      request.off('end', done).off('close', done).off('error', done);
      resolve();
    }
    request.on('end', done).on('close', done).on('error', done).resume();
  });
}
