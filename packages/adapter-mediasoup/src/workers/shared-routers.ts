import type { types } from 'mediasoup';

/** A router that several sessions use. */
export interface SharedRouter {
  readonly router: types.Router;
  /** Called when the router is closed: gives back what was made for it. */
  leave(): void;
}

/** One user's share of a router. */
export interface Lease<Shared extends SharedRouter> {
  readonly shared: Shared;
  /** Gives the share back; the last one closes the router. May be called twice. */
  release(): void;
}

interface Entry<Shared> {
  readonly opening: Promise<Shared>;
  users: number;
}

/** Routers by key, each opened at its first user and closed after its last one. */
export class SharedRouters<Shared extends SharedRouter> {
  readonly #entries = new Map<string, Entry<Shared>>();

  /** Takes part in the router of `key`, which `open` makes if there is none. */
  async lease(key: string, open: () => Promise<Shared>): Promise<Lease<Shared>> {
    const entry = this.#entries.get(key) ?? this.#add(key, open);
    entry.users += 1;
    let used = true;
    const release = () => {
      if (used) this.#release(key, entry);
      used = false;
    };
    try {
      return { shared: await entry.opening, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  #add(key: string, open: () => Promise<Shared>): Entry<Shared> {
    const entry = { opening: open(), users: 0 };
    this.#entries.set(key, entry);
    entry.opening.then(
      // Its worker is gone: the next user gets another router.
      ({ router }) => router.observer.once('close', () => this.#forget(key, entry)),
      () => this.#forget(key, entry),
    );
    return entry;
  }

  #release(key: string, entry: Entry<Shared>): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    this.#forget(key, entry);
    entry.opening.then(
      ({ router, leave }) => {
        router.close();
        leave();
      },
      // Then nothing was opened, and whoever opened it has said so.
      () => {},
    );
  }

  #forget(key: string, entry: Entry<Shared>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }
}
