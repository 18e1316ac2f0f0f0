/**
 * The part of the platform's `AbortSignal` that is used here. A real `AbortSignal` fits, and so
 * does what the core makes itself (it knows no platform).
 */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The core's own source of an {@link AbortSignalLike}. Aborting twice does nothing. */
export class AbortHandle {
  readonly #listeners = new Set<() => void>();
  #aborted = false;
  #reason: unknown;
  readonly signal: AbortSignalLike;

  constructor() {
    const handle = this;
    this.signal = {
      get aborted() {
        return handle.#aborted;
      },
      get reason() {
        return handle.#reason;
      },
      addEventListener: (_type, listener) => void handle.#listeners.add(listener),
      removeEventListener: (_type, listener) => void handle.#listeners.delete(listener),
    };
  }

  abort(reason?: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }
}

/** A signal that never fires, for calls without a deadline. */
export const NEVER_ABORTED: AbortSignalLike = {
  aborted: false,
  addEventListener() {},
  removeEventListener() {},
};
