import { ClientError } from './client-error.js';
import { HttpExchange } from './http/http-exchange.js';
import type { Extension } from './http/link-header.js';
import { Listeners } from './listeners.js';
import {
  type ClientOptions,
  type ResolvedOptions,
  resolveOptions,
} from './session/client-options.js';
import { Connection, type MediaPlan } from './session/connection.js';
import { noteEnding } from './session/endings.js';
import { Recovery } from './session/recovery.js';
import { readStatistics, type Statistics } from './statistics/statistics.js';
import { sleep } from './waiting.js';

/** `closed` is final: a client carries one session. */
export type ClientState =
  | 'new'
  | 'negotiating'
  | 'connecting'
  | 'connected'
  | 'disconnected'
  | 'closed';

export interface ClientEvents {
  state: { readonly state: ClientState; readonly previous: ClientState };
  /** ICE was restarted; media goes on. */
  restarted: undefined;
  /** Something went wrong that does not end the session. */
  warning: ClientError;
}

/** What a connection state means for the client; the other states say nothing new. */
const STATES: Partial<Record<RTCPeerConnectionState, ClientState>> = {
  connected: 'connected',
  disconnected: 'disconnected',
  failed: 'disconnected',
};

/** What publishing and playing have in common: one session, its states and its end. */
export abstract class MediaClient {
  protected readonly options: ResolvedOptions;
  readonly #listeners = new Listeners<ClientEvents>();
  readonly #stopper = new AbortController();
  readonly #exchange: HttpExchange;
  readonly #recovery: Recovery;
  #connection: Connection | undefined;
  #state: ClientState = 'new';
  #error: ClientError | undefined;
  #ended: Promise<void> | undefined;

  /** @throws ClientError `insecure-url`, `option-invalid`. */
  constructor(options: ClientOptions) {
    this.options = resolveOptions(options);
    this.#exchange = new HttpExchange(this.options);
    this.#recovery = new Recovery({
      restart: () => this.restartIce(),
      giveUp: (error) => void this.#end(error),
      patience: this.options.patience,
      limit: this.options.recoveryLimit,
    });
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Why the session is closed; undefined before that, and after a plain {@link stop}. */
  get error(): ClientError | undefined {
    return this.#error;
  }

  /** Extensions the server advertised in its 201 (RFC 9725, section 4.9). */
  get extensions(): readonly Extension[] {
    return this.#connection?.extensions ?? [];
  }

  /** @returns a function that takes the listener away again. */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (payload: ClientEvents[Name]) => void,
  ): () => void {
    return this.#listeners.on(name, listener);
  }

  /**
   * Restarts ICE; media goes on (RFC 9725, section 4.3.3).
   *
   * @throws ClientError when the server refuses; the old connection is then left as it was.
   */
  async restartIce(): Promise<void> {
    if (!this.#connection || this.#ended) throw new ClientError('not-open');
    try {
      await this.#connection.restartIce();
    } catch (cause) {
      // When this ended the session, the session's own error says more than `aborted`.
      throw this.#error ?? cause;
    }
    this.#listeners.emit('restarted', undefined);
  }

  /** Ends the session with a DELETE, also one whose POST is still pending (C-22). Never throws. */
  stop(): Promise<void> {
    return this.#end(undefined);
  }

  /** Numbers of the running session, one every `interval` milliseconds until it is closed. */
  async *statistics(interval = 1000): AsyncGenerator<Statistics, void> {
    let previous: Statistics | undefined;
    while (this.#state !== 'closed') {
      const report = await this.#connection?.getStats();
      if (report) {
        previous = readStatistics(report, previous);
        yield previous;
      }
      await sleep(interval, this.#stopper.signal);
    }
  }

  /** Resolves when the answer is applied; media may take a moment longer. */
  protected async open(plan: MediaPlan, signal: AbortSignal | undefined): Promise<void> {
    if (this.#state !== 'new') throw new ClientError('already-used');
    this.#enter('negotiating');
    const abort = () => {
      const ending = this.#end(new ClientError('aborted'));
      if (signal) noteEnding(signal, ending);
    };
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { signal: this.#stopper.signal });
    try {
      this.#stopper.signal.throwIfAborted();
      this.#connection = this.#newConnection(plan);
      await this.#connection.open();
      this.#enter('connecting', 'negotiating');
    } catch (cause) {
      const aborted = this.#stopper.signal.aborted;
      const error = aborted
        ? new ClientError('aborted')
        : ClientError.from(cause, 'platform-lacking');
      void this.#end(error);
      throw error;
    }
  }

  #newConnection(plan: MediaPlan): Connection {
    return new Connection({
      options: this.options,
      exchange: this.#exchange,
      plan,
      signal: this.#stopper.signal,
      changed: (state) => this.#connectionChanged(state),
      warn: (error) => this.#listeners.emit('warning', error),
      gone: (error) => void this.#end(error),
    });
  }

  #connectionChanged(connection: RTCPeerConnectionState): void {
    const state = STATES[connection];
    if (!state || this.#ended) return;
    this.#enter(state);
    if (state === 'connected') this.#recovery.done();
    else if (this.options.recover) this.#recovery.lost(connection === 'failed');
    else if (connection === 'failed') void this.#end(new ClientError('connection-lost'));
  }

  #end(error: ClientError | undefined): Promise<void> {
    this.#ended ??= this.#close(error);
    return this.#ended;
  }

  async #close(error: ClientError | undefined): Promise<void> {
    this.#error = error;
    this.#stopper.abort();
    this.#recovery.done();
    // Only HTTP says for sure that there is nothing left to delete.
    const gone = error?.code === 'session-gone' && error.status !== undefined;
    const closing = this.#connection?.close(gone);
    this.#enter('closed');
    await closing?.catch((cause: unknown) =>
      this.#listeners.emit('warning', ClientError.from(cause, 'unreachable')),
    );
  }

  /** With `from`, only out of that state: the connection may have been quicker. */
  #enter(state: ClientState, from?: ClientState): void {
    const previous = this.#state;
    if (state === previous || previous === 'closed' || (from && from !== previous)) return;
    this.#state = state;
    this.#listeners.emit('state', { state, previous });
  }
}
