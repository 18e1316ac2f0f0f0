import type { Logger } from '@whipway/core';
import type { MediasoupPublication, PublicationListener } from './publication.js';

/** The publications that are running, and who hears of them. */
export class PublicationFeed {
  readonly #logger: Logger;
  readonly #running = new Set<MediasoupPublication>();
  readonly #listeners = new Set<PublicationListener>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  announce(publication: MediasoupPublication): void {
    this.#running.add(publication);
    void publication.ended.then(() => this.#running.delete(publication));
    for (const listener of this.#listeners) void this.#tell(listener, publication);
  }

  /** Tells of the running ones now. @returns a function that ends it */
  subscribe(listener: PublicationListener): () => void {
    this.#listeners.add(listener);
    for (const publication of this.#running) void this.#tell(listener, publication);
    return () => this.#listeners.delete(listener);
  }

  /** The application’s fault is not the publisher’s, now or later. */
  async #tell(listener: PublicationListener, publication: MediasoupPublication): Promise<void> {
    try {
      await listener(publication);
    } catch (error) {
      const { sessionId } = publication;
      this.#logger.error('a publication listener failed', { sessionId, error });
    }
  }
}
