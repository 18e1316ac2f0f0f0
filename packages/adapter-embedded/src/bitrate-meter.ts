/** Samples of a counter of bytes, for the rate over the last second or so. */
export class BitrateMeter<Key extends object> {
  readonly #samples = new WeakMap<Key, { readonly bytes: number; readonly at: number }>();
  readonly #rates = new WeakMap<Key, number>();

  /** To be called about once a second. @param now milliseconds */
  sample(key: Key, bytes: number, now: number): void {
    const before = this.#samples.get(key);
    this.#samples.set(key, { bytes, at: now });
    if (before && now > before.at)
      this.#rates.set(key, Math.round(((bytes - before.bytes) * 8000) / (now - before.at)));
  }

  /** Bits per second; undefined before the second sample. */
  rateOf(key: Key): number | undefined {
    return this.#rates.get(key);
  }
}
