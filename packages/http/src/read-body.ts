import type { Clock } from '@whipway/core';
import { declaredLength, type WhipHttpRequest } from './http-message.js';
import { refusal } from './refuse.js';

type Interruption = 'deadline' | 'client-gone';

/** What reading a body needs to know, and what it tells. */
export interface BodyExchange {
  readonly request: WhipHttpRequest;
  readonly settings: {
    readonly clock: Clock;
    /** Milliseconds in which the body must be there as a whole. */
    readonly limits: { readonly bodyTime: number };
  };
  /** How much of the request's body was taken; decides whether the connection can go on. */
  bodyRead: 'nothing' | 'part' | 'all';
}

/**
 * Reads the request's body as text, at most `limit` bytes of it.
 *
 * @throws WhipError `body-too-large`, `body-timeout`, `body-incomplete`, or `aborted` when the client
 *   is gone.
 */
export async function readBody(exchange: BodyExchange, limit: number): Promise<string> {
  const { request } = exchange;
  const declared = declaredLength(request.headers);
  if (declared !== undefined && declared > limit) throw tooLarge(limit);
  const chunks = request.body === null ? [] : await collect(exchange, request.body, limit);
  if (declared !== undefined && byteLength(chunks) < declared) throw refusal('body-incomplete');
  exchange.bodyRead = 'all';
  return decode(chunks);
}

async function collect(
  exchange: BodyExchange,
  body: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<readonly Uint8Array[]> {
  const interruption = watch(exchange);
  const iterator = body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  exchange.bodyRead = 'part';
  try {
    for (let length = 0; ; ) {
      const next = await Promise.race([nextChunk(iterator), interruption.happened]);
      if (next === 'deadline') throw refusal('body-timeout');
      if (next === 'client-gone') throw refusal('aborted');
      if (next.done) return chunks;
      chunks.push(next.value);
      length += next.value.byteLength;
      if (length > limit) throw tooLarge(limit);
    }
  } catch (error) {
    // Not awaited: a source that hangs must not hold up the refusal.
    Promise.resolve(iterator.return?.()).catch(() => {});
    throw error;
  } finally {
    interruption.stop();
  }
}

/** A source that breaks off has lost its client, or the rest of the body. */
async function nextChunk(iterator: AsyncIterator<Uint8Array>) {
  try {
    return await iterator.next();
  } catch {
    throw refusal('body-incomplete');
  }
}

function watch({ request, settings }: BodyExchange) {
  let stop = () => {};
  const happened = new Promise<Interruption>((resolve) => {
    const cancel = settings.clock.after(settings.limits.bodyTime, () => resolve('deadline'));
    const gone = () => resolve('client-gone');
    if (request.signal.aborted) gone();
    request.signal.addEventListener('abort', gone);
    stop = () => {
      cancel();
      request.signal.removeEventListener('abort', gone);
    };
  });
  return { happened, stop: () => stop() };
}

function tooLarge(limit: number) {
  return refusal('body-too-large', `The body may have at most ${limit} bytes.`);
}

function byteLength(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((total, chunk) => total + chunk.byteLength, 0);
}

/** UTF-8, as RFC 8866, section 4.4 has it. A byte order mark stays, for the checks to see. */
function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
}

/**
 * Whether the connection has to end with the response: a rest that is small and announced is read
 * away by the platform, anything else would cost more than a new connection (S-29).
 */
export function mustClose(
  request: WhipHttpRequest,
  bodyRead: BodyExchange['bodyRead'],
  smallEnough: number,
): boolean {
  if (request.body === null || bodyRead === 'all') return false;
  const declared = declaredLength(request.headers);
  return bodyRead === 'part' || declared === undefined || declared > smallEnough;
}
