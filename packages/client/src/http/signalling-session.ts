import { ClientError } from '../client-error.js';
import type { IceServer } from '../platform.js';
import { bodyOf, type HttpExchange, refusal } from './http-exchange.js';
import {
  type Extension,
  extensionsFrom,
  iceServersFrom,
  parseLinkHeader,
  resolvedUrl,
} from './link-header.js';
import { REDIRECT_FAULT } from './redirects.js';

/** RFC 8840, section 9: no charset, no other parameter (C-12). */
const FRAGMENT_TYPE = 'application/trickle-ice-sdpfrag';
const SDP_TYPE = 'application/sdp';
const ENDED = new Set([404, 410]);

/** What came of the POST. */
export interface SignallingReply {
  /** `answer`: 201. `counter-offer`: the server offers itself (WHEP, 406). */
  readonly kind: 'answer' | 'counter-offer';
  readonly sdp: string;
  readonly iceServers: IceServer[];
  readonly extensions: readonly Extension[];
}

/**
 * The HTTP side of one session: its URL, its entity-tag, its PATCHes and its DELETE.
 *
 * Without a Location the session plays, but can neither be patched nor deleted (C-38).
 */
export class SignallingSession {
  readonly #exchange: HttpExchange;
  readonly reply: SignallingReply;
  readonly url: string | undefined;
  #etag: string | undefined;

  private constructor(
    exchange: HttpExchange,
    reply: SignallingReply,
    response: Response,
    base: string,
  ) {
    this.#exchange = exchange;
    this.reply = reply;
    this.url = sessionUrl(response, base);
    this.#etag = response.headers.get('etag') ?? undefined;
  }

  /**
   * POSTs the offer (C-02).
   *
   * @throws ClientError `refused`, `server-failed`, `unexpected-reply`, `unreachable`, `timeout`.
   */
  static async open(
    exchange: HttpExchange,
    url: string,
    offer: string,
  ): Promise<SignallingSession> {
    const response = await exchange.send({
      method: 'POST',
      url,
      headers: { 'Content-Type': SDP_TYPE, Accept: SDP_TYPE },
      body: offer,
    });
    let fault: ClientError | undefined;
    const sdp = isSdp(response)
      ? await bodyOf(response).catch((error: ClientError) => {
          fault = error;
          return '';
        })
      : '';
    // A 2xx other than 201 is taken as long as it brings an answer (C-38).
    const kind = response.ok
      ? 'answer'
      : response.status === 406 && sdp
        ? 'counter-offer'
        : undefined;
    if (!kind) throw await refusal(response);
    const base = response.url || url;
    const links = parseLinkHeader(response.headers.get('link'));
    const session = new SignallingSession(
      exchange,
      { kind, sdp, iceServers: iceServersFrom(links), extensions: extensionsFrom(links, base) },
      response,
      base,
    );
    if (sdp) return session;
    // What cannot be used is not left behind (C-33).
    await session.end().catch(() => undefined);
    throw fault ?? noAnswer(response);
  }

  /** PATCHes candidates with the current entity-tag, byte for byte (C-11). */
  async trickle(fragment: string): Promise<void> {
    const condition = this.#etag === undefined ? {} : { 'If-Match': this.#etag };
    await this.#patch(fragment, FRAGMENT_TYPE, condition);
  }

  /**
   * PATCHes a restart with an unquoted `*` and keeps the new entity-tag (C-16, C-17).
   *
   * @returns the server's fragment.
   */
  async restart(fragment: string): Promise<string> {
    const response = await this.#patch(fragment, FRAGMENT_TYPE, { 'If-Match': '*' });
    const body = await bodyOf(response);
    if (response.status === 204)
      throw new ClientError('unexpected-reply', 'The server did not restart.');
    this.#etag = response.headers.get('etag') ?? this.#etag;
    return body;
  }

  /** Answers a counter-offer (WHEP draft 03, section 4.2). */
  async answer(sdp: string): Promise<void> {
    const response = await this.#patch(sdp, SDP_TYPE, {});
    this.#etag = response.headers.get('etag') ?? this.#etag;
  }

  /** DELETE without If-Match (C-22). What is gone already is no error (C-23). */
  async end(): Promise<void> {
    if (this.url === undefined) return;
    const response = await this.#exchange.send({ method: 'DELETE', url: this.url });
    if (!response.ok && !ENDED.has(response.status)) throw await refusal(response);
  }

  async #patch(body: string, type: string, condition: Record<string, string>): Promise<Response> {
    if (this.url === undefined)
      throw new ClientError('unexpected-reply', 'The server named no session URL.');
    const response = await this.#exchange.send({
      method: 'PATCH',
      url: this.url,
      headers: { 'Content-Type': type, ...condition },
      body,
    });
    if (response.ok) return response;
    const error = await refusal(response);
    if (!ENDED.has(response.status)) throw error;
    throw new ClientError('session-gone', undefined, { cause: error, status: response.status });
  }
}

function isSdp(response: Response): boolean {
  return /^application\/sdp\s*(?:;|$)/i.test(response.headers.get('content-type') ?? '');
}

function noAnswer(response: Response): ClientError {
  // Old redirects turn the POST into a GET, which an endpoint answers without content (C-25).
  const detail = response.redirected ? REDIRECT_FAULT : 'The reply has no SDP.';
  return new ClientError('unexpected-reply', detail, { status: response.status });
}

/** Resolved against the final URL, after redirects (C-24). */
function sessionUrl(response: Response, base: string): string | undefined {
  const location = response.headers.get('location');
  return location === null ? undefined : resolvedUrl(location, base);
}
