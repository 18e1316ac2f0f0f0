import { NEVER_ABORTED } from '@whipway/core';
import type { WhipHandler } from '../../src/handler.js';
import type { WhipHttpRequest } from '../../src/http-message.js';
import { SDP } from '../../src/media-types.js';
import { PUBLISH_TOKEN } from './front-door.js';

export type HeaderInput = Readonly<Record<string, string | readonly string[]>>;

export interface Question extends Partial<Omit<WhipHttpRequest, 'headers' | 'body'>> {
  readonly headers?: HeaderInput;
  readonly body?: string | AsyncIterable<Uint8Array> | null;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly rule?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly closeConnection: boolean;
  readonly names: readonly string[];
  all(name: string): readonly string[];
  header(name: string): string | undefined;
  /** The body, read as RFC 9457 problem. */
  problem(): ProblemBody;
  undelivered(): void;
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
export const PUBLISHER = bearer(PUBLISH_TOKEN);
export const OFFER = { ...PUBLISHER, 'content-type': SDP };

/** Asks the handler itself, without any HTTP stack. Throws when the path is not ours. */
export async function ask(handler: WhipHandler, question: Question): Promise<Reply> {
  const response = await handler.handle(toRequest(question));
  if (!response) throw new Error(`${question.target} is not served`);
  const all = (name: string) =>
    response.headers
      .filter(([key]) => key.toLowerCase() === name.toLowerCase())
      .map(([, value]) => value);
  return {
    status: response.status,
    body: response.body ?? '',
    closeConnection: response.closeConnection,
    names: response.headers.map(([name]) => name),
    all,
    header: (name) => {
      const [value, ...more] = all(name);
      if (more.length > 0) throw new Error(`${name} is repeated`);
      return value;
    },
    problem: () => JSON.parse(response.body ?? ''),
    undelivered: () => response.undelivered?.(),
  };
}

export function toRequest({ headers = {}, body = null, ...rest }: Question): WhipHttpRequest {
  const text = typeof body === 'string';
  const length = text ? { 'content-length': String(Buffer.byteLength(body)) } : {};
  const lines: HeaderInput = { ...length, ...headers };
  return {
    method: 'GET',
    target: '/',
    mountPath: '',
    signal: NEVER_ABORTED,
    headers: { values: (name) => [lines[name] ?? []].flat() },
    body: text ? bytesOf(body) : body,
    ...rest,
  };
}

export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  if (text.length > 0) yield new TextEncoder().encode(text);
}
