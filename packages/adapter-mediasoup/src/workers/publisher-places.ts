import type { types } from 'mediasoup';

/** What every publisher needs of a worker, whatever it offers. */
export interface PublisherPlace {
  readonly router: types.Router;
  readonly transport: types.WebRtcTransport;
}

/**
 * Places for publishers on one worker. One is kept ready, so that a POST waits for the worker once
 * instead of three times.
 */
export class PublisherPlaces {
  readonly #make: () => Promise<PublisherPlace>;
  #spare: Promise<PublisherPlace> | undefined;

  constructor(make: () => Promise<PublisherPlace>) {
    this.#make = make;
  }

  /** The place that is ready, else a new one. */
  take(): Promise<PublisherPlace> {
    const place = this.#spare ?? this.#make();
    this.#spare = undefined;
    return place;
  }

  /** Has the next place made, if none is ready; after this turn: an answer on its way goes first. */
  prepare(): void {
    setImmediate(() => {
      if (!this.#spare) this.#keep(this.#make());
    });
  }

  #keep(place: Promise<PublisherPlace>): void {
    this.#spare = place;
    place.catch(() => {
      // Whoever needs one tries again, and hears of it.
      if (this.#spare === place) this.#spare = undefined;
    });
  }
}
