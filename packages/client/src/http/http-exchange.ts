import { ClientError } from '../client-error.js';
import { BearerToken, type TokenFunction } from './bearer-token.js';
import { readProblem } from './problem.js';
import { showsRedirects, throughRedirects } from './redirects.js';
import { parseRetryAfter } from './retry-after.js';

export interface ExchangeOptions {
  /** The endpoint. */
  readonly url: string;
  readonly platform: { readonly fetch: typeof fetch };
  /** Bearer token; without one no Authorization header is sent (C-27). */
  readonly token?: string | TokenFunction | undefined;
  /** Origins that get the token beside the endpoint's own (C-26). */
  readonly trustedOrigins: readonly string[];
  /** Also plain http to other machines. */
  readonly allowInsecure: boolean;
  /** Longest wait for one reply in milliseconds, the token function's time included. */
  readonly timeout: number;
}

export interface ExchangeRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** HTTP as WHIP and WHEP need it: token, deadline, errors in one form. */
export class HttpExchange {
  readonly #options: ExchangeOptions;
  readonly #token: BearerToken;
  readonly #origins: ReadonlySet<string>;

  /** @throws ClientError `insecure-url` */
  constructor(options: ExchangeOptions) {
    this.#options = options;
    checkUrl(options.url, options.allowInsecure);
    this.#token = new BearerToken(options.token);
    this.#origins = new Set(
      [options.url, ...options.trustedOrigins].map((url) => new URL(url).origin),
    );
  }

  /**
   * Sends one request. Redirects are followed: 307 and 308 keep method and body, a token does not
   * follow to another origin, and outside browsers nothing goes over plain http (C-25, C-26, C-36).
   *
   * @returns any reply, also a refusal.
   * @throws ClientError `unreachable`, `timeout`, `token-unavailable`, or `insecure-url` when the
   * session's URL or a redirect leads to plain http (C-36).
   */
  async send(request: ExchangeRequest): Promise<Response> {
    const deadline = AbortSignal.timeout(this.#options.timeout);
    try {
      return await this.#authorized(request, deadline);
    } catch (cause) {
      if (ClientError.is(cause) && cause.code !== 'aborted') throw cause;
      throw new ClientError(deadline.aborted ? 'timeout' : 'unreachable', undefined, { cause });
    }
  }

  /** A 401 is answered once, with another token if there is one (C-28). */
  async #authorized(request: ExchangeRequest, signal: AbortSignal): Promise<Response> {
    const { url } = request;
    const trusted = this.#trusts(url);
    const token = trusted ? await this.#token.current(signal) : undefined;
    const response = await this.#followed(request, url, token, signal);
    if (response.status !== 401 || !trusted) return response;
    const other = await this.#token.renewed(token, challengeOf(response), signal);
    if (other === undefined) return response;
    await response.body?.cancel();
    return this.#followed(request, url, other, signal);
  }

  /**
   * fetch drops the token where a redirect leaves the origin; a target that may have it is asked
   * again, with it (C-26).
   */
  async #followed(
    request: ExchangeRequest,
    url: string,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    if (showsRedirects())
      return throughRedirects(url, (target) =>
        this.#fetch(request, target, this.#trusts(target) ? token : undefined, signal),
      );
    const response = await this.#fetch(request, url, token, signal);
    const lost = response.redirected && new URL(response.url).origin !== new URL(url).origin;
    if (response.status !== 401 || !token || !lost || !this.#trusts(response.url)) return response;
    await response.body?.cancel();
    return this.#fetch(request, response.url, token, signal);
  }

  async #fetch(
    { method, headers, body }: ExchangeRequest,
    url: string,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const { platform, allowInsecure } = this.#options;
    checkUrl(url, allowInsecure);
    const response = await platform.fetch(url, {
      method,
      headers: { ...headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      // A page that goes away may still say DELETE.
      keepalive: method === 'DELETE',
      cache: 'no-store',
      signal,
      body: body ?? null,
      ...(showsRedirects() ? { redirect: 'manual' } : {}),
    });
    checkUrl(response.url || url, allowInsecure);
    return response;
  }

  #trusts(url: string): boolean {
    return this.#origins.has(new URL(url).origin);
  }
}

function challengeOf({ headers }: Response): string | undefined {
  return headers.get('www-authenticate') ?? undefined;
}

/** @throws ClientError `timeout`, `unreachable` when the body stalls or breaks off. */
export async function bodyOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    // Nothing but the deadline aborts a request; older browsers do not say what did.
    const late = /^(?:Timeout|Abort)Error$/.test((cause as Error).name);
    throw new ClientError(late ? 'timeout' : 'unreachable', undefined, { cause });
  }
}

/** The error for a refusal. Its status class decides, never the exact status (C-01). */
export async function refusal(response: Response): Promise<ClientError> {
  const problem = await readProblem(response);
  const { status } = response;
  const code = status >= 500 ? 'server-failed' : status >= 400 ? 'refused' : 'unexpected-reply';
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'));
  const challenge = challengeOf(response);
  return new ClientError(code, problem?.detail ?? problem?.title ?? `HTTP status ${status}.`, {
    status,
    problem,
    retryAfter,
    challenge,
  });
}

/**
 * @throws ClientError `insecure-url` for plain http to another machine (C-36), unless allowed.
 */
function checkUrl(url: string, allowInsecure: boolean): void {
  if (!URL.canParse(url)) throw new ClientError('insecure-url', 'The endpoint needs a full URL.');
  const { protocol, hostname } = new URL(url);
  const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && (loopback || allowInsecure))) return;
  throw new ClientError('insecure-url');
}
