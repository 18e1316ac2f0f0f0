import type { Logger } from '@whipway/core';
import type { EndpointStore } from '../store/endpoint-store.js';

const NAME = 'token-key';
const BYTES = 32;

/**
 * The key of short-lived tokens: kept in the store, so that they outlive a restart. While the store
 * keeps and gives nothing, one of this process serves; it becomes the kept one if there is none when
 * the store is back.
 */
export class SigningKey {
  readonly #store: EndpointStore;
  readonly #logger: Logger;
  #kept: Uint8Array | undefined;
  /** Made in this process, and what tokens may have been signed with. */
  #own: Uint8Array | undefined;
  #reading: Promise<Uint8Array | undefined> | undefined;
  #making: Promise<Uint8Array> | undefined;
  #warned = false;

  constructor(store: EndpointStore, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  /** Makes the key if there is none yet. */
  toSign(): Promise<Uint8Array> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  /** Every key that may have signed a token. Makes none, because anybody can have it asked for. */
  async toVerify(): Promise<readonly Uint8Array[]> {
    const kept = await this.#read().catch(() => undefined);
    return [kept, this.#own].filter((key) => key !== undefined);
  }

  async #make(): Promise<Uint8Array> {
    const known = await this.#read().catch(() => undefined);
    if (known) return known;
    this.#own ??= crypto.getRandomValues(new Uint8Array(BYTES));
    try {
      this.#kept = fromBase64(await this.#store.keepSecret(NAME, toBase64(this.#own)));
      return this.#kept;
    } catch (error) {
      this.#warn(error);
      return this.#own;
    }
  }

  /** Only a key is remembered: another process may make one, and a store may come back. */
  async #read(): Promise<Uint8Array | undefined> {
    if (this.#kept) return this.#kept;
    this.#reading ??= this.#store
      .secret(NAME)
      .then((text) => (text === undefined ? undefined : fromBase64(text)))
      .finally(() => {
        this.#reading = undefined;
      });
    this.#kept = (await this.#reading) ?? this.#kept;
    return this.#kept;
  }

  #warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    const reason = error instanceof Error ? error.message : typeof error;
    this.#logger.warn('short-lived tokens end with this process: their key cannot be kept', {
      reason,
    });
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
