import type { EndpointRecord } from './endpoint-record.js';

/** Endpoints by id, in the order of their ids (by code point), so that a page is a slice. */
export class SortedRecords {
  readonly #records = new Map<string, EndpointRecord>();
  readonly #ids: string[] = [];

  get(id: string): EndpointRecord | undefined {
    return this.#records.get(id);
  }

  set(record: EndpointRecord): void {
    if (!this.#records.has(record.id)) this.#ids.splice(this.#placeOf(record.id), 0, record.id);
    this.#records.set(record.id, record);
  }

  delete(id: string): void {
    if (this.#records.delete(id)) this.#ids.splice(this.#placeOf(id), 1);
  }

  /** All that pass the test, in order. */
  filter(test: (record: EndpointRecord) => boolean): readonly EndpointRecord[] {
    return this.#ids.flatMap((id) => {
      const record = this.#records.get(id);
      return record && test(record) ? [record] : [];
    });
  }

  /** Index of the first id that is not before `id`. */
  #placeOf(id: string): number {
    let [low, high] = [0, this.#ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ids[middle] ?? '') < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
