import { EventSourceParserStream } from 'eventsource-parser/stream';
import pRetry, { AbortError } from 'p-retry';
import { Store } from '../../session/store.js';
import { ApiError, readProblem } from '../api/api-error.js';
import type { ApiAccess } from '../api/api-request.js';
import { type AdminEvent, readEvent } from './admin-event.js';
import { pause } from './pause.js';
import { silenceWatch } from './silence.js';

/**
 * `connecting` the first time, `open`, `lost` while it is tried again, `refused` when the server
 * does not accept the token (401). Any other answer, 403 among them, says nothing about the token.
 */
export type FeedState = 'connecting' | 'open' | 'lost' | 'refused';

export interface FeedOptions {
  readonly access: ApiAccess;
  readonly onEvent: (event: AdminEvent) => void;
  /** Pauses between tries, milliseconds. */
  readonly pause?: { readonly shortest: number; readonly longest: number };
  /** A connection on which nothing comes for this long is given up, milliseconds. Default 45 000. */
  readonly silence?: number;
}

const PAUSE = { shortest: 500, longest: 5_000 } as const;
const SILENCE = 45_000;

/**
 * The server's events, by fetch because EventSource cannot send a token. Comes back by itself when
 * the connection is lost, and asks for what it missed by Last-Event-ID (HTML, section 9.2).
 */
export class EventFeed {
  readonly state = new Store<FeedState>('connecting');
  /** What the server answered in place of events; undefined when it did not answer, and once it is open. */
  readonly problem = new Store<ApiError | undefined>(undefined);
  readonly #options: FeedOptions;
  #lastId = '';
  #run = new AbortController();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  readonly start = (): void => {
    this.#run.abort();
    const run = new AbortController();
    this.#run = run;
    void this.#keepOpen(run.signal);
  };

  /** The next start begins anew, with a `reset`. */
  readonly stop = (): void => {
    this.#run.abort();
    this.#lastId = '';
  };

  /** Does not wait for the end of a pause. */
  readonly retryNow = (): void => {
    if (this.state.get() !== 'open') this.start();
  };

  async #keepOpen(signal: AbortSignal): Promise<void> {
    const { shortest, longest } = this.#options.pause ?? PAUSE;
    const failed = (error: unknown) => this.#fail(signal, error);
    while (!signal.aborted) {
      try {
        const response = await pRetry(() => this.#connect(signal), {
          retries: Number.POSITIVE_INFINITY,
          minTimeout: shortest,
          maxTimeout: longest,
          factor: 2,
          signal,
          onFailedAttempt: ({ error }) => failed(error),
        });
        await this.#read(response, signal);
        failed(undefined);
      } catch (error) {
        if (this.state.get() === 'refused') return;
        failed(error);
      }
      // A server that hangs up at once must not be called in a tight loop.
      await pause(shortest, signal);
    }
  }

  async #connect(signal: AbortSignal): Promise<Response> {
    const { access } = this.#options;
    const headers = new Headers({
      Authorization: `Bearer ${access.token}`,
      Accept: 'text/event-stream',
    });
    if (this.#lastId) headers.set('Last-Event-ID', this.#lastId);
    const send = access.fetch ?? fetch;
    const response = await send(new URL('events', access.base), { headers, signal });
    if (response.ok) return response;
    const problem = await readProblem(response);
    if (response.status !== 401) throw problem;
    this.#become(signal, 'refused');
    throw new AbortError(problem);
  }

  async #read(response: Response, signal: AbortSignal): Promise<void> {
    if (!response.body) throw new ApiError({ title: 'The server sent no events' });
    const silence = silenceWatch(this.#options.silence ?? SILENCE, signal);
    const messages = response.body
      .pipeThrough(silence, { signal })
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream());
    this.#become(signal, 'open');
    this.#tell(signal, undefined);
    for await (const { id, event, data } of messages) {
      if (signal.aborted) return;
      if (id !== undefined) this.#lastId = id;
      const known = readEvent(event ?? 'message', data);
      if (known) this.#options.onEvent(known);
    }
  }

  #fail(signal: AbortSignal, error: unknown): void {
    this.#tell(signal, error instanceof ApiError ? error : undefined);
    this.#become(signal, 'lost');
  }

  #tell(signal: AbortSignal, problem: ApiError | undefined): void {
    if (!signal.aborted && this.problem.get() !== problem) this.problem.set(problem);
  }

  #become(signal: AbortSignal, state: FeedState): void {
    if (!signal.aborted && this.state.get() !== state) this.state.set(state);
  }
}
