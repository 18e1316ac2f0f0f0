import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the thread is asked for; its reply is the milliseconds, or an Error. */
export interface PostRequest {
  readonly url: string;
  readonly body: string;
  /** Of the reply. Behind a 201 comes a DELETE, which is not timed. */
  readonly status: number;
}

/**
 * A client on one kept connection, in a thread of its own as it would be in a process of its own:
 * what the server does behind its reply does not delay the reading of it.
 */
export class PostClient {
  readonly #thread = new Worker(new URL('./post-thread.js', import.meta.url));

  /** Milliseconds from the request to the end of the reply. @throws Error for another status */
  async post(request: PostRequest): Promise<number> {
    this.#thread.postMessage(request);
    const [reply] = (await once(this.#thread, 'message')) as [number | Error];
    if (reply instanceof Error) throw reply;
    return reply;
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}
