import type { CheckedOffer, IceFragment } from '@whipway/core';
import type { HttpClient } from '../http/http-client.js';
import type { HttpReply, HttpRequest } from '../http/http-message.js';
import { fragmentText } from '../sdp/fragment-text.js';

/** What a session’s requests carry. */
export interface UpstreamAddress {
  readonly home: URL;
  readonly token: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** The requests of one session on the server; 307 and 308 are followed, as for the POST. */
export class UpstreamLink {
  readonly #address: UpstreamAddress;
  readonly #http: HttpClient;
  readonly #offer: CheckedOffer;

  constructor(http: HttpClient, offer: CheckedOffer, address: UpstreamAddress) {
    this.#http = http;
    this.#offer = offer;
    this.#address = address;
  }

  /** RFC 9725, section 4.3: exact media type, `If-Match` as it was told (C-11, C-12). */
  patch(
    url: URL,
    fragment: IceFragment,
    preconditions: Record<string, string>,
  ): Promise<HttpReply> {
    return this.#send(url, {
      method: 'PATCH',
      body: fragmentText(this.#offer, fragment),
      headers: {
        'Content-Type': 'application/trickle-ice-sdpfrag',
        Accept: 'application/trickle-ice-sdpfrag',
        ...preconditions,
      },
    });
  }

  /** Without If-Match (RFC 9725, section 4.3.1; C-22). */
  delete(url: URL): Promise<HttpReply> {
    return this.#send(url, { method: 'DELETE' });
  }

  probe(url: URL, method: 'GET' | 'OPTIONS', timeout: number): Promise<HttpReply> {
    return this.#send(url, { method, timeout });
  }

  #send(url: URL, request: Omit<HttpRequest, 'url' | 'home' | 'token'>): Promise<HttpReply> {
    const { home, token, headers } = this.#address;
    return this.#http.follow({
      ...request,
      url,
      home,
      token,
      headers: { ...headers, ...request.headers },
    });
  }
}
