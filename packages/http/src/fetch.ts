import { fetchStream } from './fetch-stream.js';
import type { WhipHandler } from './handler.js';
import type { RequestHeaders, WhipHttpResponse } from './http-message.js';

export interface FetchHandlerOptions {
  /** Path that the host took away in front of the request's own (`app.mount('/media', …)`). */
  readonly mountPath?: string;
}

/**
 * The handler for hosts that speak the Fetch API. Undefined: the request is not ours.
 *
 * A Fetch `Headers` joins several Link lines into one, which OBS reads as one server. Where
 * the host is Node, prefer `nodeListener` or a mount of this package if `iceServers` has more than
 * one URL.
 */
export function fetchHandler(
  handler: WhipHandler,
  { mountPath = '' }: FetchHandlerOptions = {},
): (request: Request) => Promise<Response | undefined> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const response = await handler.handle({
      method: request.method,
      target: pathname + search,
      mountPath,
      headers: fetchHeaders(request.headers),
      body: request.body === null ? null : streamBody(request.body),
      signal: request.signal,
    });
    return response && toResponse(response, request);
  };
}

/** Repeated lines come joined by a comma and are then no value any rule accepts, except in lists. */
function fetchHeaders(headers: Headers): RequestHeaders {
  return {
    values: (name) => {
      const value = headers.get(name);
      return value === null ? [] : [value];
    },
  };
}

/** Not every platform's streams are async iterable. Cancelling reaches a read that hangs. */
function streamBody(stream: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = stream.getReader();
      return {
        next: async () => {
          const { done, value } = await reader.read();
          return done ? { done: true, value: undefined } : { done: false, value };
        },
        return: async () => {
          await reader.cancel();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

function toResponse(
  { status, headers, body, stream }: WhipHttpResponse,
  { method, signal }: Request,
): Response {
  const lines = new Headers();
  for (const [name, value] of headers) lines.append(name, value);
  const text = status === 204 || method === 'HEAD' ? null : (body ?? '');
  const content = stream ? fetchStream(stream, signal) : text;
  return new Response(content, { status, headers: lines });
}
