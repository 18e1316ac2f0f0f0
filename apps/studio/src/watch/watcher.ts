import { type ClientError, SessionKeeper, WhepClient } from '@whipway/client';
import { Store } from '../session/store.js';

export interface WatcherView {
  readonly phase: 'connecting' | 'waiting' | 'watching' | 'failed';
  readonly client: WhepClient | undefined;
  readonly stream: MediaStream | undefined;
  /** Why there is nothing to see. */
  readonly error: ClientError | undefined;
  /** When the next try comes, milliseconds since the Unix epoch. */
  readonly nextTryAt: number | undefined;
}

const CONNECTING: WatcherView = {
  phase: 'connecting',
  client: undefined,
  stream: undefined,
  error: undefined,
  nextTryAt: undefined,
};

/** Plays an endpoint and comes back by itself when its publisher does. */
export class Watcher {
  readonly view = new Store<WatcherView>(CONNECTING);
  readonly #url: string;
  readonly #token: (signal: AbortSignal) => Promise<string>;
  #keeper: SessionKeeper<WhepClient> | undefined;

  /** @param token gives the token for one try, so that a later try can have a newer one */
  constructor(url: string, token: (signal: AbortSignal) => Promise<string>) {
    this.#url = url;
    this.#token = token;
  }

  readonly start = (): void => {
    this.stop();
    this.view.set(CONNECTING);
    const keeper = new SessionKeeper<WhepClient>({ open: (signal) => this.#open(signal) });
    keeper.on('waiting', ({ error, delay }) =>
      this.view.set({ ...CONNECTING, phase: 'waiting', error, nextTryAt: Date.now() + delay }),
    );
    keeper.on('failed', (error) => this.view.set({ ...CONNECTING, phase: 'failed', error }));
    this.#keeper = keeper;
    void keeper.run();
  };

  readonly stop = (): void => {
    void this.#keeper?.stop();
    this.#keeper = undefined;
  };

  readonly retryNow = (): void => {
    if (this.view.get().phase === 'failed') this.start();
    else this.#keeper?.retryNow();
  };

  async #open(signal: AbortSignal): Promise<WhepClient> {
    const token = await this.#token(signal);
    // The page came from this server, so the page's own security is all there is to have.
    const client = new WhepClient({ url: this.#url, token, allowInsecure: true });
    const stream = await client.play(signal);
    if (!signal.aborted) this.view.set({ ...CONNECTING, phase: 'watching', client, stream });
    return client;
  }
}
