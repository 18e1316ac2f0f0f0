import type { Gateway, Logger } from '@whipway/core';
import type { TokenDirectory } from '@whipway/http';
import type { EventHub } from '../events/event-hub.js';
import { liveIndex } from '../sessions/live-index.js';
import type { Endpoint } from '../wire/index.js';
import { type EndpointRecord, endpointView, tokensOf } from './endpoint-record.js';
import { SortedRecords } from './sorted-records.js';

/** What the book needs of its surroundings. */
export interface BookSurroundings {
  readonly gateway: Pick<Gateway, 'sessions'>;
  readonly tokens: TokenDirectory;
  readonly events: EventHub;
  readonly logger: Logger;
  /** Kind of the backend in use. */
  readonly kind: string;
}

type Told = 'endpoint-created' | 'endpoint-updated';

/** The endpoints as this server knows them: with their tokens, and for all to hear. */
export class EndpointBook {
  readonly #around: BookSurroundings;
  readonly #records = new SortedRecords();

  constructor(around: BookSurroundings) {
    this.#around = around;
  }

  find(id: string): EndpointRecord | undefined {
    return this.#records.get(id);
  }

  /** All that pass the test, in the order of their ids. */
  filter(test: (record: EndpointRecord) => boolean): readonly EndpointRecord[] {
    return this.#records.filter(test);
  }

  /** As the API tells them. */
  views(records: readonly EndpointRecord[]): readonly Endpoint[] {
    const { gateway, kind } = this.#around;
    const live = liveIndex(gateway.sessions());
    return records.map((record) => endpointView(record, kind, live(record.id)));
  }

  view(record: EndpointRecord): Endpoint {
    const { gateway, kind } = this.#around;
    return endpointView(record, kind, liveIndex(gateway.sessions())(record.id));
  }

  /** Takes one that the gateway has. */
  take(record: EndpointRecord): void {
    this.#records.set(record);
    this.#around.tokens.set(tokensOf(record));
  }

  /** Takes one that the gateway does not have, with a sentence that says why. */
  takeUnserved(record: EndpointRecord, problem: string, error: unknown): EndpointRecord {
    this.#around.logger.error('a kept endpoint cannot be served', { endpoint: record.id, error });
    const unserved = { ...record, problem };
    this.#records.set(unserved);
    return unserved;
  }

  tell(event: Told, record: EndpointRecord): void {
    this.#around.events.tell({ event, data: { endpoint: this.view(record) } });
  }

  /** Its tokens are void from now on. @returns a function that tells everybody */
  strike(record: EndpointRecord): () => void {
    const endpoint = this.view(record);
    this.#around.tokens.delete(record.id);
    this.#records.delete(record.id);
    return () => this.#around.events.tell({ event: 'endpoint-deleted', data: { endpoint } });
  }
}
