import { ClientError } from '../client-error.js';
import { sleep } from '../waiting.js';
import { mayPass } from './passing.js';

export interface RecoveryOptions {
  readonly restart: () => Promise<void>;
  readonly giveUp: (error: ClientError) => void;
  /** How long a `disconnected` connection may come back by itself, in milliseconds. */
  readonly patience: number;
  /** How long restarts are tried before giving up, in milliseconds. */
  readonly limit: number;
}

const LONGEST_PAUSE = 8000;

/** Restarts ICE when the connection is lost, again with growing pauses, until it is back. */
export class Recovery {
  readonly #options: RecoveryOptions;
  #episode: AbortController | undefined;
  #failed = new AbortController();

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** The connection is lost; `failed` ones do not come back by themselves. */
  lost(failed: boolean): void {
    if (!this.#episode) {
      this.#episode = new AbortController();
      this.#failed = new AbortController();
      void this.#recover(this.#episode.signal, this.#failed.signal);
    }
    if (failed) this.#failed.abort();
  }

  /** The connection is back, or nobody needs it any more. */
  done(): void {
    this.#episode?.abort();
    this.#episode = undefined;
  }

  async #recover(done: AbortSignal, failed: AbortSignal): Promise<void> {
    const { patience, limit, restart, giveUp } = this.#options;
    const comesBack = AbortSignal.any([done, failed]);
    await sleep(patience, comesBack);
    const deadline = Date.now() + limit;
    for (let pause = 1000; !done.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const error = await restart().then(() => undefined, asConnectionLost);
      const refused = error && !helpsAgain(error);
      // A server without restarts leaves the connection as it was: it may still come back (C-21).
      if (refused) await sleep(deadline - Date.now(), comesBack);
      if (done.aborted) return;
      if (refused || Date.now() >= deadline)
        return giveUp(new ClientError('connection-lost', undefined, { cause: error }));
      await sleep(Math.min(Math.max(pause, error?.retryAfter ?? 0), deadline - Date.now()), done);
    }
  }
}

/** After an unusable reply the server is in a generation of its own: only a restart helps (C-20). */
function helpsAgain(error: ClientError): boolean {
  return mayPass(error) || error.code === 'answer-unusable';
}

function asConnectionLost(cause: unknown): ClientError {
  return ClientError.from(cause, 'connection-lost');
}
