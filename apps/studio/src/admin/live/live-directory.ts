import { Store } from '../../session/store.js';
import type { AdminApi } from '../api/admin-api.js';
import type { Endpoint, Session } from '../api/wire.js';
import type { AdminEvent } from './admin-event.js';
import { applyEvents, type Directory, EMPTY_DIRECTORY } from './directory.js';

export interface DirectoryView {
  /** `loading` until the lists are there for the first time; after that what is known stays. */
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly directory: Directory;
  readonly error: unknown;
}

type Reader = Pick<AdminApi, 'endpoints' | 'liveSessions'>;

/** Events are shown together, at most this often, milliseconds: a burst of them is one change. */
const FRAME = 50;

/** Endpoints and live sessions of the server: read once, then kept up to date by its events. */
export class LiveDirectory {
  readonly view = new Store<DirectoryView>({
    phase: 'loading',
    directory: EMPTY_DIRECTORY,
    error: undefined,
  });
  readonly #api: Reader;
  readonly #frame: number;
  #waiting: AdminEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #loading: AbortController | undefined;
  readonly #listeners = new Set<(event: AdminEvent) => void>();

  constructor(api: Reader, frame = FRAME) {
    this.#api = api;
    this.#frame = frame;
  }

  /** Calls back for every event as it comes. */
  readonly onEvent = (listener: (event: AdminEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly take = (event: AdminEvent): void => {
    if (event.type === 'reset') void this.reload();
    else {
      this.#waiting.push(event);
      this.#timer ??= setTimeout(this.#show, this.#frame);
    }
    for (const listener of [...this.#listeners]) listener(event);
  };

  /** An answer of the API that is newer than the next event. */
  readonly put = (endpoint: Endpoint): void => {
    this.take({ type: 'endpoint-updated', endpoint });
  };

  /** Reads both lists. Events that come meanwhile are applied to what was read. */
  async reload(): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const directory = await this.#read(loading.signal);
      this.#loading = undefined;
      this.view.set({ phase: 'ready', directory, error: undefined });
      this.#show();
    } catch (error) {
      if (loading.signal.aborted) return;
      this.#loading = undefined;
      const { phase, directory } = this.view.get();
      // An older list is better than none; the feed tells that it is old.
      this.view.set({ phase: phase === 'ready' ? phase : 'failed', directory, error });
    }
  }

  readonly stop = (): void => {
    this.#loading?.abort();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  };

  async #read(signal: AbortSignal): Promise<Directory> {
    const endpoints = new Map<string, Endpoint>();
    const sessions = new Map<string, Session>();
    for await (const { items } of this.#api.endpoints(signal))
      for (const item of items) endpoints.set(item.id, item);
    for await (const { items } of this.#api.liveSessions(signal))
      for (const item of items) sessions.set(item.name, item);
    return { endpoints, sessions };
  }

  readonly #show = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#loading || this.#waiting.length === 0) return;
    const { directory, ...rest } = this.view.get();
    const next = applyEvents(directory, this.#waiting.splice(0));
    if (next !== directory) this.view.set({ ...rest, directory: next });
  };
}
