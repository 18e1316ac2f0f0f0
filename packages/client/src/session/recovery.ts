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

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** The connection is lost; `failed` ones do not come back by themselves. */
  lost(failed: boolean): void {
    if (this.#episode) return;
    this.#episode = new AbortController();
    void this.#recover(this.#episode.signal, failed ? 0 : this.#options.patience);
  }

  /** The connection is back, or nobody needs it any more. */
  done(): void {
    this.#episode?.abort();
    this.#episode = undefined;
  }

  async #recover(signal: AbortSignal, patience: number): Promise<void> {
    await sleep(patience, signal);
    const deadline = Date.now() + this.#options.limit;
    for (let pause = 1000; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const error = await this.#options.restart().then(() => undefined, asConnectionLost);
      if (signal.aborted) return;
      if ((error && !mayPass(error)) || Date.now() >= deadline)
        return this.#options.giveUp(
          error?.code === 'session-gone'
            ? error
            : new ClientError('connection-lost', undefined, { cause: error }),
        );
      await sleep(Math.min(Math.max(pause, error?.retryAfter ?? 0), deadline - Date.now()), signal);
    }
  }
}

function asConnectionLost(cause: unknown): ClientError {
  return ClientError.from(cause, 'connection-lost');
}
