import { ClientError } from '../client-error.js';
import { readProblem } from './problem.js';
import { parseRetryAfter } from './retry-after.js';

export interface ExchangeOptions {
  readonly fetch: typeof fetch;
  /** Bearer token; without one no Authorization header is sent (C-27). */
  readonly token: string | undefined;
  /** Origins that get the token beside the endpoint's own (C-26). */
  readonly trustedOrigins: readonly string[];
  /** Longest wait for one reply in milliseconds. */
  readonly timeout: number;
}

export interface ExchangeRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** HTTP as WHIP and WHEP need it: token, deadline, errors in one form. */
export class HttpExchange {
  readonly #options: ExchangeOptions;
  readonly #authorization: string | undefined;
  readonly #origins: ReadonlySet<string>;

  constructor(endpoint: string, options: ExchangeOptions) {
    this.#options = options;
    this.#authorization = bearer(options.token);
    this.#origins = new Set([new URL(endpoint).origin, ...options.trustedOrigins]);
  }

  /**
   * Sends one request. Redirects are followed by fetch itself: 307 and 308 keep method and body,
   * and a token does not follow to another origin (C-25, C-26).
   *
   * @returns any reply, also a refusal.
   * @throws ClientError `unreachable`, `timeout` or `aborted`.
   */
  async send(request: ExchangeRequest): Promise<Response> {
    const deadline = AbortSignal.timeout(this.#options.timeout);
    const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
    const { fetch } = this.#options;
    try {
      return await fetch(request.url, {
        method: request.method,
        headers: this.#headers(request),
        // A page that goes away may still say DELETE.
        keepalive: request.method === 'DELETE',
        cache: 'no-store',
        signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
    } catch (cause) {
      if (request.signal?.aborted) throw new ClientError('aborted', undefined, { cause });
      throw new ClientError(deadline.aborted ? 'timeout' : 'unreachable', undefined, { cause });
    }
  }

  #headers(request: ExchangeRequest): Record<string, string> {
    const trusted = this.#origins.has(new URL(request.url).origin);
    return {
      ...request.headers,
      ...(this.#authorization && trusted ? { Authorization: this.#authorization } : {}),
    };
  }
}

/** Users paste tokens with and without the scheme. */
function bearer(token: string | undefined): string | undefined {
  const bare = token?.trim().replace(/^bearer\s+/i, '');
  return bare ? `Bearer ${bare}` : undefined;
}

/** The error for a refusal. Its status class decides, never the exact status (C-01). */
export async function refusal(response: Response): Promise<ClientError> {
  const problem = await readProblem(response);
  const { status } = response;
  const code = status >= 500 ? 'server-failed' : status >= 400 ? 'refused' : 'unexpected-reply';
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'));
  const challenge = response.headers.get('www-authenticate');
  return new ClientError(code, problem?.detail ?? problem?.title ?? `HTTP status ${status}.`, {
    status,
    ...(problem ? { problem } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(challenge === null ? {} : { challenge }),
  });
}

/**
 * @throws ClientError `insecure-url` for plain http to another machine (C-36), unless allowed.
 */
export function checkUrl(url: string, allowInsecure: boolean): void {
  if (!URL.canParse(url)) throw new ClientError('insecure-url', 'The endpoint needs a full URL.');
  const { protocol, hostname } = new URL(url);
  const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && (loopback || allowInsecure))) return;
  throw new ClientError('insecure-url');
}
