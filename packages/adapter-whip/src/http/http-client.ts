import type { IncomingMessage } from 'node:http';
import { type Clock, WhipError } from '@whipway/core';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { ConnectionSettings } from '../settings.js';
import { type Agents, destroyAgents, makeAgents } from './agents.js';
import { httpFailure, privateAddressRefused } from './http-failure.js';
import type { HttpReply, HttpRequest } from './http-message.js';
import { isPrivateHost, isPrivateName } from './private-addresses.js';
import { isFollowable, redirectTarget } from './redirects.js';

/** Longest reply that is read, bytes. */
const REPLY_LIMIT = 512 * 1024;

/** HTTP towards the media server: pooled, limited in time and size, careful with token and target. */
export class HttpClient {
  readonly #settings: ConnectionSettings;
  readonly #clock: Clock;
  readonly #agents: Agents;
  readonly #axios: AxiosInstance;

  /** @throws Error when the CA file of the settings cannot be read */
  constructor(settings: ConnectionSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#agents = makeAgents(settings);
    this.#axios = axios.create({
      adapter: 'http',
      proxy: false,
      // Our own: a redirect may lose body or token, or lead where it must not (C-25, C-26).
      maxRedirects: 0,
      maxContentLength: REPLY_LIMIT,
      responseType: 'text',
      transformRequest: (data) => data,
      transformResponse: (data) => data,
      validateStatus: () => true,
    });
  }

  /**
   * One request, one reply, whatever its status.
   *
   * @throws WhipError `backend-unavailable`, `backend-timeout`, `backend-failed`, or
   *   `backend-refused` for a private address that may not be used
   */
  async send(request: HttpRequest): Promise<HttpReply> {
    if (this.#isForbidden(request)) throw privateAddressRefused();
    try {
      return await this.#attempt(request);
    } catch (error) {
      // The server closed an idle connection in the moment it was used again: nothing was handled.
      if (wasStale(error)) return this.#attempt(request).catch(rethrow);
      throw httpFailure(error);
    }
  }

  /**
   * The same, following 307 and 308 with method and body kept (RFC 9725, section 4.5; C-25). Other
   * redirects are replies like any other.
   *
   * @throws WhipError also `backend-refused` for loops and lost encryption
   */
  async follow(request: HttpRequest): Promise<HttpReply> {
    let reply = await this.send(request);
    for (let hops = 0; isFollowable(reply); hops += 1) {
      if (hops >= this.#settings.redirects.maximum)
        throw new WhipError('backend-refused', 'The media server redirects too often.');
      const url = redirectTarget(reply);
      reply = await this.send({ ...request, url });
    }
    return reply;
  }

  /** False where every request to this URL would be refused here: it is on a private address. */
  async mayReach(url: URL, home: URL): Promise<boolean> {
    if (url.origin === home.origin || this.#settings.redirects.allowPrivate) return true;
    return !isPrivateHost(url) && !(await isPrivateName(url));
  }

  /** True when a request to this URL carries the token (C-26). */
  sendsToken({ origin }: URL, home: URL): boolean {
    return origin === home.origin || this.#settings.redirects.tokenFor.includes(origin);
  }

  close(): void {
    destroyAgents(this.#agents);
  }

  #isForbidden({ url, home }: HttpRequest): boolean {
    const questioned = url.origin !== home.origin && !this.#settings.redirects.allowPrivate;
    return questioned && isPrivateHost(url);
  }

  async #attempt(request: HttpRequest): Promise<HttpReply> {
    const { method, url, home, body } = request;
    const abort = new AbortController();
    const timeout = request.timeout ?? this.#settings.requestTimeout;
    const cancel = this.#clock.after(timeout, () => abort.abort());
    try {
      const response: AxiosResponse<unknown> = await this.#axios.request({
        ...(url.origin === home.origin ? this.#agents.home : this.#agents.foreign),
        method,
        url: url.href,
        headers: this.#headers(request),
        signal: abort.signal,
        ...(body === undefined ? {} : { data: body }),
      });
      return toReply(response, request);
    } finally {
      cancel();
    }
  }

  #headers({ url, home, token, headers, body }: HttpRequest): Record<string, string | false> {
    const authorized = token !== undefined && this.sendsToken(url, home);
    return {
      'User-Agent': 'whipway',
      // axios would name a form’s type for what has no body.
      ...(body === undefined ? { 'Content-Type': false } : {}),
      ...headers,
      // RFC 9725, section 4.7.1: no token, no header (C-27).
      ...(authorized ? { Authorization: `Bearer ${token}` } : {}),
    };
  }
}

function rethrow(error: unknown): never {
  throw httpFailure(error);
}

function toReply(response: AxiosResponse<unknown>, { url, token }: HttpRequest): HttpReply {
  const { status, headers, data } = response;
  return {
    status,
    url,
    body: typeof data === 'string' ? withoutToken(data, status, token) : '',
    header(name) {
      const value: unknown = headers[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
    lines: (name) => linesOf(rawHeaders(response), name),
  };
}

/** A server may repeat the token in what it says of it; that is shown and logged (S-124). */
function withoutToken(body: string, status: number, token: string | undefined): string {
  return status < 400 || token === undefined ? body : body.replaceAll(token, '********');
}

/** Names and values in turn, as Node keeps them: its own lookup joins lines by commas. */
function rawHeaders({ request }: AxiosResponse<unknown>): readonly string[] {
  const { res } = (request ?? {}) as { readonly res?: IncomingMessage };
  return res?.rawHeaders ?? [];
}

function linesOf(raw: readonly string[], wanted: string): readonly string[] {
  return raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === wanted);
}

/** Only on a connection that had served before, and only when it was cut without any reply. */
function wasStale(error: unknown): boolean {
  if (!axios.isAxiosError(error) || error.response !== undefined) return false;
  const request: unknown = error.request;
  const reused =
    typeof request === 'object' && request !== null && 'reusedSocket' in request
      ? request.reusedSocket
      : false;
  return reused === true && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
