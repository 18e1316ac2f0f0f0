import type { AbortSignalLike } from '@whipway/core';

/** One header line. Lines of the same name are never joined (S-63). */
export type HeaderLine = readonly [name: string, value: string];

/** Header lookup that keeps repeated lines apart. */
export interface RequestHeaders {
  /** The values of every line with this name (lower case), in order; empty when there is none. */
  values(name: string): readonly string[];
}

/**
 * A request, as the handler needs it: every binding translates its platform's request to this and
 * nothing else.
 */
export interface WhipHttpRequest {
  /** As on the request line, upper case: `POST`. */
  readonly method: string;
  /** Path and query, after {@link mountPath}: `/whip/endpoint/live?app=x`. */
  readonly target: string;
  /** Path a host took away in front of {@link target} (`app.use('/media', …)`); else empty. */
  readonly mountPath: string;
  readonly headers: RequestHeaders;
  /** The body's bytes, null when there is none. Read at most once. */
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Fires when the client is gone before it has the whole response. */
  readonly signal: AbortSignalLike;
}

/** Where a response that goes on is written to. */
export interface ResponseSink {
  /** Hands text over at once. What the client has not taken yet stays in memory: see `waiting`. */
  write(text: string): void;
  /** Bytes that were written and that the client has not taken yet. */
  waiting(): number;
  /** Ends the response in order. */
  end(): void;
  /** Breaks the connection off. */
  drop(): void;
  /** Calls `act` once when the client is gone, at once if it is so already; not after `end` or `drop`. */
  onGone(act: () => void): void;
}

/** A response. `Content-Length` is always among the headers, except with 204 and with `stream`. */
export interface WhipHttpResponse {
  readonly status: number;
  /** One entry is one line on the wire. */
  readonly headers: readonly HeaderLine[];
  readonly body: string | undefined;
  /**
   * Of a response that goes on: called once, when the headers are written, in place of writing
   * `body`. {@link ResponseSink.onGone} tells when the client is gone. WHIP and WHEP have none.
   */
  readonly stream?: (sink: ResponseSink) => void;
  /** True: part of the request's body is unread and must not be taken for the next request. */
  readonly closeConnection: boolean;
  /** A binding calls this when it finds that the client left before the response was written. */
  readonly undelivered?: () => void;
}

/** The field's value when it was sent once; undefined when it is absent or repeated. */
export function singleValue(headers: RequestHeaders, name: string): string | undefined {
  const values = headers.values(name);
  return values.length === 1 ? values[0] : undefined;
}

/** The declared length of the body in bytes; undefined for chunked or unreadable ones. */
export function declaredLength(headers: RequestHeaders): number | undefined {
  const value = singleValue(headers, 'content-length');
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** Path and query string of a request target, also of one in absolute form (RFC 9112, section 3.2.2). */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const local = target.replace(/^https?:\/\/[^/?#]*/i, '');
  const mark = local.indexOf('?');
  return mark < 0
    ? { path: local, query: '' }
    : { path: local.slice(0, mark), query: local.slice(mark + 1) };
}
