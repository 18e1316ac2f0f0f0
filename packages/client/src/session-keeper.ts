import { ClientError } from './client-error.js';
import { Listeners } from './listeners.js';
import type { MediaClient } from './media-client.js';
import { endingsOf } from './session/endings.js';
import { mayPass } from './session/passing.js';
import { sleep } from './waiting.js';

export interface KeeperEvents<Client> {
  /** A session is open. */
  session: Client;
  /** The next try comes after `delay` milliseconds. */
  waiting: { readonly error: ClientError; readonly delay: number };
  /** Another try would not help; the keeper has stopped. */
  failed: ClientError;
}

export interface KeeperOptions<Client extends MediaClient> {
  /**
   * Makes a client and opens its session with the signal; `previous` is the last one that had been
   * open.
   */
  readonly open: (signal: AbortSignal, previous: Client | undefined) => Promise<Client>;
  /** Whether another try makes sense. Default {@link isPassing}, and `orphanPatience`. */
  readonly again?: (error: ClientError) => boolean;
  /** Milliseconds of the first pause without Retry-After; it doubles. Default 500. */
  readonly firstPause?: number;
  /** Longest pause without Retry-After, in milliseconds. Default 10 000. */
  readonly longestPause?: number;
  /**
   * Share of a pause, 0 to 1, that is left to chance and added: after a server's restart its clients
   * do not come back all at once. Default 0.2.
   */
  readonly jitter?: number;
  /**
   * Milliseconds after a lost session or reply in which a refusal may be the fault of what is left of
   * it on the server, and is tried again (C-29). Default 60 000.
   */
  readonly orphanPatience?: number;
}

/** Who may not is told so at once; as is what no server said. */
const FORBIDDEN = new Set<number | undefined>([401, 403, undefined]);

const ENDINGS = new Set<string>(['session-gone', 'connection-lost']);

/** Failures of the network, the server or a token function, and refusals with Retry-After (C-29). */
export function isPassing(error: ClientError): boolean {
  return mayPass(error) || ENDINGS.has(error.code);
}

/** Keeps a session open: when one ends by itself, the next one is opened. */
export class SessionKeeper<Client extends MediaClient> {
  readonly #options: KeeperOptions<Client>;
  readonly #listeners = new Listeners<KeeperEvents<Client>>();
  readonly #stopper = new AbortController();
  #pause = new AbortController();
  #client: Client | undefined;
  /** When a session or the reply to a POST was lost. */
  #lostAt = Number.NEGATIVE_INFINITY;

  constructor(options: KeeperOptions<Client>) {
    this.#options = options;
  }

  on<Name extends keyof KeeperEvents<Client>>(
    name: Name,
    listener: (payload: KeeperEvents<Client>[Name]) => void,
  ): () => void {
    return this.#listeners.on(name, listener);
  }

  /** Runs until {@link stop} or until another try would not help. Never throws. */
  async run(): Promise<void> {
    for (let tries = 0; !this.#stopper.signal.aborted; tries += 1) {
      const { error, opened } = await this.#session();
      if (this.#stopper.signal.aborted) return;
      if (opened) tries = 0;
      if (error.code !== 'refused') this.#lostAt = Date.now();
      if (!this.#again(error)) {
        this.#listeners.emit('failed', error);
        return;
      }
      await this.#wait(error, opened ? 0 : tries);
    }
  }

  /** Ends a pause early. */
  retryNow(): void {
    this.#pause.abort();
  }

  /**
   * Ends the session with a DELETE, also one whose POST is still pending, as long as its client has
   * got the signal of {@link KeeperOptions.open} (C-22). Never throws.
   */
  async stop(): Promise<void> {
    this.#stopper.abort();
    this.#pause.abort();
    await Promise.all([this.#client?.stop(), endingsOf(this.#stopper.signal)]);
  }

  #again(error: ClientError): boolean {
    const { again, orphanPatience = 60_000 } = this.#options;
    if (again) return again(error);
    const recently = Date.now() - this.#lostAt < orphanPatience;
    return isPassing(error) || (recently && !FORBIDDEN.has(error.status));
  }

  async #session(): Promise<{ error: ClientError; opened: boolean }> {
    try {
      const client = await this.#options.open(this.#stopper.signal, this.#client);
      this.#client = client;
      // A client without the signal has not heard of the stop.
      if (this.#stopper.signal.aborted) await client.stop();
      else this.#listeners.emit('session', client);
      await closed(client);
      return { error: client.error ?? new ClientError('aborted'), opened: true };
    } catch (cause) {
      return { error: ClientError.from(cause, 'unreachable'), opened: false };
    }
  }

  async #wait(error: ClientError, tries: number): Promise<void> {
    const { firstPause = 500, longestPause = 10_000, jitter = 0.2 } = this.#options;
    const pause = error.retryAfter ?? Math.min(firstPause * 2 ** tries, longestPause);
    const delay = Math.round(pause * (1 + jitter * Math.random()));
    this.#pause = new AbortController();
    this.#listeners.emit('waiting', { error, delay });
    await sleep(delay, this.#pause.signal);
  }
}

function closed(client: MediaClient): Promise<void> {
  return new Promise((resolve) => {
    if (client.state === 'closed') resolve();
    client.on('state', ({ state }) => {
      if (state === 'closed') resolve();
    });
  });
}
