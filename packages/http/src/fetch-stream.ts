import type { WhipHttpResponse } from './http-message.js';

/**
 * The stream of a response as a body of the Fetch API.
 *
 * @param signal of the request: fires when the client is gone
 */
export function fetchStream(
  stream: NonNullable<WhipHttpResponse['stream']>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const life = new Life();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const left = () => life.leave(() => controller.error(new Error('the client has left')));
        if (signal.aborted) left();
        else signal.addEventListener('abort', left, { once: true });
        stream({
          write: (text) => {
            if (!life.over) controller.enqueue(encoder.encode(text));
          },
          waiting: () => (life.over ? 0 : -(controller.desiredSize ?? 0)),
          end: () => life.end(() => controller.close()),
          drop: () => life.end(() => controller.error(new Error('the client reads too slowly'))),
          onGone: (act) => life.onGone(act),
        });
      },
      // Not every host aborts the request when the reader of its response leaves.
      cancel: () => life.leave(() => {}),
    },
    { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}

/** Goes on until one side ends it, once. */
class Life {
  readonly #listeners: (() => void)[] = [];
  #state: 'open' | 'ended' | 'left' = 'open';

  get over(): boolean {
    return this.#state !== 'open';
  }

  /** The server ends it. */
  end(act: () => void): void {
    if (this.over) return;
    this.#state = 'ended';
    act();
  }

  /** The client is gone. */
  leave(act: () => void): void {
    if (this.over) return;
    this.#state = 'left';
    act();
    for (const listener of this.#listeners.splice(0)) listener();
  }

  onGone(listener: () => void): void {
    if (this.#state === 'left') listener();
    else this.#listeners.push(listener);
  }
}
