/** Typed events: names to payloads. */
export class Listeners<Events> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  /** @returns a function that takes the listener away again. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])])
      try {
        (listener as (payload: Events[Name]) => void)(payload);
      } catch (thrown) {
        // A listener's mistake is its own, and is told where nobody catches it.
        queueMicrotask(() => {
          throw thrown;
        });
      }
  }
}
