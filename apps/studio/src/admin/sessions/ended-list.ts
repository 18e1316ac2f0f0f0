import { Store } from '../../session/store.js';
import type { Page, Session } from '../api/wire.js';
import type { AdminEvent } from '../live/admin-event.js';

export interface EndedView {
  /** Undefined until the first page is there; kept while it is read again. */
  readonly items: readonly Session[] | undefined;
  /** There are older ones than those shown. */
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly error: unknown;
}

type Reader = (
  page: { readonly limit: number; readonly cursor?: string },
  signal: AbortSignal,
) => Promise<Page<Session>>;

export interface EndedListOptions {
  readonly read: Reader;
  /** How many are shown at first, and how many more each time. */
  readonly step: number;
  /** Sessions that end within this are read together, milliseconds. Default 300. */
  readonly gather?: number;
}

/** The most that the server gives at once. */
const LONGEST_PAGE = 500;
const GATHER = 300;

/** Sessions that are over, newest first, read by pages and again when one ends. */
export class EndedList {
  readonly view = new Store<EndedView>({
    items: undefined,
    hasMore: false,
    loading: true,
    error: undefined,
  });
  readonly #options: EndedListOptions;
  #next: string | undefined;
  #run = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EndedListOptions) {
    this.#options = options;
  }

  /** Reads what is shown anew, in whole steps. Never rejects. */
  readonly reload = (): Promise<void> => {
    const { step } = this.#options;
    const shown = this.view.get().items?.length ?? 0;
    return this.#read(Math.max(1, Math.ceil(shown / step)) * step, [], undefined);
  };

  /** Reads the next step of older ones. Never rejects. */
  readonly more = (): Promise<void> =>
    this.#read(this.#options.step, this.view.get().items ?? [], this.#next);

  /** @param endpoint only what ends there counts; undefined: everything */
  readonly take = (event: AdminEvent, endpoint?: string): void => {
    const ends =
      event.type === 'session-closed' && (endpoint === undefined || event.endpointId === endpoint);
    if (!ends && event.type !== 'reset') return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.reload();
    }, this.#options.gather ?? GATHER);
  };

  readonly stop = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#run.abort();
  };

  /** Puts `count` sessions behind those `before`, from a cursor on. */
  async #read(count: number, before: readonly Session[], from: string | undefined): Promise<void> {
    this.#run.abort();
    const run = new AbortController();
    this.#run = run;
    this.view.set({ ...this.view.get(), loading: true, error: undefined });
    try {
      const { items, next } = await this.#pages(count, from, run.signal);
      if (run.signal.aborted) return;
      this.#next = next;
      const hasMore = next !== undefined;
      this.view.set({ items: [...before, ...items], hasMore, loading: false, error: undefined });
    } catch (error) {
      if (!run.signal.aborted) this.view.set({ ...this.view.get(), loading: false, error });
    }
  }

  async #pages(count: number, from: string | undefined, signal: AbortSignal) {
    const items: Session[] = [];
    let cursor = from;
    do {
      const limit = Math.min(count - items.length, LONGEST_PAGE);
      const page = await this.#options.read(
        { limit, ...(cursor === undefined ? {} : { cursor }) },
        signal,
      );
      items.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined && items.length < count);
    return { items, next: cursor };
  }
}
