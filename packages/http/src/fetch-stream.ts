import type { WhipHttpResponse } from './http-message.js';

/** The stream of a response as a body of the Fetch API. */
export function fetchStream(
  stream: NonNullable<WhipHttpResponse['stream']>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let closed = false;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const unlessClosed = (act: () => void) => () => {
          if (!closed) act();
        };
        const finish = (act: () => void) =>
          unlessClosed(() => {
            closed = true;
            act();
          });
        stream({
          write: (text) => unlessClosed(() => controller.enqueue(encoder.encode(text)))(),
          waiting: () => (closed ? 0 : -(controller.desiredSize ?? 0)),
          end: finish(() => controller.close()),
          drop: finish(() => controller.error(new Error('the client reads too slowly'))),
        });
      },
      cancel: () => {
        closed = true;
      },
    },
    { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}
