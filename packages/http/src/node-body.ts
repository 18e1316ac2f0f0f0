import type { IncomingMessage } from 'node:http';

/**
 * A request's body, chunk by chunk. Unlike the stream's own iterator it leaves the socket alone
 * when reading stops early, so that the refusal can still be sent.
 *
 * @returns null when the request announces no body.
 */
export function nodeBody(request: IncomingMessage): AsyncIterable<Uint8Array> | null {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  if (length === undefined && encoding === undefined) return null;
  return {
    [Symbol.asyncIterator]: () => {
      let forget = () => {};
      return {
        next: () =>
          new Promise((resolve, reject) => {
            forget = nextChunk(request, resolve, reject);
          }),
        return: async () => {
          forget();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** Waits for one chunk or the end. Returns how to stop waiting. */
function nextChunk(
  request: IncomingMessage,
  resolve: (result: IteratorResult<Uint8Array>) => void,
  reject: (error: Error) => void,
): () => void {
  const onData = (chunk: Uint8Array) => {
    forget();
    resolve({ done: false, value: chunk });
  };
  const onEnd = () => {
    forget();
    resolve({ done: true, value: undefined });
  };
  const onBroken = () => {
    forget();
    reject(new Error('the request broke off'));
  };
  const forget = () => {
    request.pause();
    request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
  };
  if (request.readableEnded) onEnd();
  else if (request.destroyed) onBroken();
  else
    request
      .on('data', onData)
      .on('end', onEnd)
      .on('error', onBroken)
      .on('close', onBroken)
      .resume();
  return forget;
}
