import { vectorText } from '@whipway/test-rig/fixtures';
import { SDP, SDP_FRAGMENT } from '../../src/media-types.js';
import { PUBLISH_TOKEN, WATCH_TOKEN } from './front-door.js';
import { type RawRequest, type RawResponse, send } from './raw-http.js';

type HeaderPair = readonly [string, string];

export const AUTHORIZATION: HeaderPair = ['Authorization', `Bearer ${PUBLISH_TOKEN}`];
const WATCHER: HeaderPair = ['Authorization', `Bearer ${WATCH_TOKEN}`];
const OFFER_TYPE: HeaderPair = ['Content-Type', SDP];
const FRAGMENT_TYPE: HeaderPair = ['Content-Type', SDP_FRAGMENT];

export interface OpenedOnWire {
  readonly path: string;
  readonly etag: string;
  readonly response: RawResponse;
}

/** WHIP and WHEP as requests to one port, under the path where it is mounted. */
export class WhipClient {
  readonly port: number;
  readonly mountPath: string;

  constructor(port: number, mountPath = '') {
    this.port = port;
    this.mountPath = mountPath;
  }

  async send(request: RawRequest): Promise<RawResponse> {
    return await send(this.port, request);
  }

  /** A POST to an endpoint, ready to be sent. */
  offer(endpoint = 'live', body: string | Buffer = vectorText('OK-O1')): RawRequest {
    const path = `${this.mountPath}/whip/endpoint/${endpoint}`;
    return { method: 'POST', path, headers: [AUTHORIZATION, OFFER_TYPE], body };
  }

  async publish(endpoint?: string, body?: string | Buffer): Promise<OpenedOnWire> {
    return opened(await this.send(this.offer(endpoint, body)));
  }

  async watch(endpoint = 'live'): Promise<RawResponse> {
    const path = `${this.mountPath}/whep/endpoint/${endpoint}`;
    const body = watchOffer();
    return await this.send({ method: 'POST', path, headers: [WATCHER, OFFER_TYPE], body });
  }

  /** `ifMatch` null: no such header. */
  fragment(path: string, body: string | Buffer, ifMatch: string | null): RawRequest {
    const precondition: readonly HeaderPair[] = ifMatch === null ? [] : [['If-Match', ifMatch]];
    return {
      method: 'PATCH',
      path,
      headers: [AUTHORIZATION, FRAGMENT_TYPE, ...precondition],
      body,
    };
  }

  async patch(path: string, body: string | Buffer, ifMatch: string | null): Promise<RawResponse> {
    return await this.send(this.fragment(path, body, ifMatch));
  }

  async end(path: string, ifMatch: string | null = null): Promise<RawResponse> {
    const precondition: readonly HeaderPair[] = ifMatch === null ? [] : [['If-Match', ifMatch]];
    return await this.send({ method: 'DELETE', path, headers: [AUTHORIZATION, ...precondition] });
  }
}

/** A player's offer: the baseline offer the other way round. */
export function watchOffer(): string {
  return vectorText('OK-O1')
    .replaceAll('a=sendonly', 'a=recvonly')
    .replaceAll(/a=msid:.*\r\n/g, '');
}

/** @throws when it is no 201. */
export function opened(response: RawResponse): OpenedOnWire {
  if (response.status !== 201) throw new Error(`${response.status}: ${response.body}`);
  const path = response.header('location') ?? '';
  return { path, etag: response.header('etag') ?? '', response };
}
