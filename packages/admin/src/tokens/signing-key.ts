import type { Logger } from '@whipway/core';
import type { EndpointStore } from '../store/endpoint-store.js';

const NAME = 'token-key';
const BYTES = 32;

/**
 * The key of short-lived tokens: kept in the store, so that they outlive a restart. Where nothing can
 * be kept it is good until the process ends.
 */
export class SigningKey {
  readonly #store: EndpointStore;
  readonly #logger: Logger;
  #known: Promise<Uint8Array | undefined> | undefined;
  #made: Promise<Uint8Array> | undefined;

  constructor(store: EndpointStore, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Makes the key if there is none yet. */
  toSign(): Promise<Uint8Array> {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** Undefined: nothing was ever signed. Makes nothing, because anybody can have it asked for. */
  toVerify(): Promise<Uint8Array | undefined> {
    if (this.#made) return this.#made;
    this.#known ??= this.#store.secret(NAME).then(
      (text) => (text === undefined ? undefined : fromBase64(text)),
      () => undefined,
    );
    return this.#known;
  }

  async #make(): Promise<Uint8Array> {
    const made = toBase64(crypto.getRandomValues(new Uint8Array(BYTES)));
    try {
      return fromBase64(await this.#store.keepSecret(NAME, made));
    } catch (error) {
      const reason = error instanceof Error ? error.message : typeof error;
      this.#logger.warn('short-lived tokens end with this process: their key cannot be kept', {
        reason,
      });
      return fromBase64(made);
    }
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
