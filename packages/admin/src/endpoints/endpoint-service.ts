import { type Gateway, type Ports, WhipError } from '@whipway/core';
import type { TokenDirectory } from '@whipway/http';
import { AdminError } from '../errors/admin-error.js';
import type { EventHub } from '../events/event-hub.js';
import { liveIndex } from '../sessions/live-index.js';
import type { EndpointStore, StoredEndpoint } from '../store/endpoint-store.js';
import type { Endpoint, EndpointChange, EndpointInput } from '../wire/index.js';
import { type EndpointRecord, endpointView, storedPart, tokensOf } from './endpoint-record.js';
import { type DefinitionOf, GatewayEndpoints } from './gateway-endpoints.js';
import { SortedRecords } from './sorted-records.js';
import { Turns } from './turns.js';

/** What the service needs of its surroundings. */
export interface EndpointSurroundings {
  readonly gateway: Pick<Gateway, 'addEndpoint' | 'removeEndpoint' | 'sessions'>;
  readonly ports: Ports;
  readonly store: EndpointStore;
  readonly tokens: TokenDirectory;
  readonly events: EventHub;
  /** Kind of the backend in use. */
  readonly kind: string;
  /** What people call the configuration, for sentences: its file. */
  readonly configuration: string;
  /** An endpoint for the gateway. @throws when its block does not fit */
  readonly definitionOf: DefinitionOf;
}

/** Which revision of an endpoint a change is meant for. */
export type Expectation = (revision: string) => boolean;

/** Characters of a token or id that is made here: 144 bits. */
const MADE_LENGTH = 24;

/** The endpoints: makes, changes and removes them in the gateway, in the store, and for all to hear. */
export class EndpointService {
  readonly #around: EndpointSurroundings;
  readonly #inGateway: GatewayEndpoints;
  readonly #records = new SortedRecords();
  readonly #turns = new Turns();

  constructor(around: EndpointSurroundings) {
    this.#around = around;
    const { gateway, definitionOf, ports } = around;
    this.#inGateway = new GatewayEndpoints(gateway, definitionOf, ports.logger);
  }

  /** Takes one that the gateway has. */
  take(record: EndpointRecord): void {
    this.#records.set(record);
    this.#around.tokens.set(tokensOf(record));
  }

  /** Takes what the store keeps. One whose settings do not fit any more is told, not served. */
  async restore(stored: StoredEndpoint): Promise<void> {
    const { logger } = this.#around.ports;
    const { id, input } = stored;
    if (this.#records.get(id)) {
      logger.warn('an endpoint of the configuration hides one that the API made', { endpoint: id });
      return;
    }
    const record: EndpointRecord = { ...stored, origin: 'api' };
    try {
      await this.#inGateway.restore(id, input);
      this.take(record);
    } catch (error) {
      logger.error('a kept endpoint cannot be served', { endpoint: id, error });
      const problem = `Its settings for ${this.#around.kind} do not fit any more. Change them.`;
      this.#records.set({ ...record, problem });
    }
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

  /** @throws AdminError `endpoint-exists`; StoreError; WhipError of the backend */
  create({ id, ...input }: EndpointInput): Promise<EndpointRecord> {
    return this.#turns.take(id, async () => {
      if (this.#records.get(id)) throw taken(id);
      const stored = this.#made(id, input);
      await this.#inGateway.add(id, stored.input);
      const kept = await this.#around.store.insert(stored).catch(async (error: unknown) => {
        await this.#inGateway.remove(id);
        throw error;
      });
      if (!kept) {
        await this.#inGateway.remove(id);
        throw taken(id);
      }
      return this.#changed('endpoint-created', stored);
    });
  }

  /** @throws AdminError `endpoint-read-only`, `revision-outdated`; StoreError; WhipError */
  change(id: string, input: EndpointChange, expected: Expectation): Promise<EndpointRecord> {
    return this.#turns.take(id, async () => {
      const { store, ports } = this.#around;
      const old = this.#requireRevision(id, expected);
      const stored: StoredEndpoint = {
        ...storedPart(old),
        input: this.#withToken(input, old.input.token),
        updatedAt: ports.clock.now(),
        revision: this.#newId(),
      };
      if (!(await store.replace(stored, old.revision))) throw new AdminError('revision-outdated');
      await this.#inGateway.replace(old, stored.input).catch(async (error: unknown) => {
        await store.replace(storedPart(old), stored.revision);
        throw error;
      });
      return this.#changed('endpoint-updated', stored);
    });
  }

  /** Ends its sessions, too. @throws AdminError as {@link change}; StoreError */
  remove(id: string, expected: Expectation): Promise<void> {
    return this.#turns.take(id, async () => {
      const { store, tokens, events } = this.#around;
      const record = this.#requireRevision(id, expected);
      const endpoint = this.view(record);
      if (!(await store.remove(id, record.revision))) throw new AdminError('revision-outdated');
      tokens.delete(id);
      this.#records.delete(id);
      await this.#inGateway.remove(id);
      events.tell({ event: 'endpoint-deleted', data: { endpoint } });
    });
  }

  /** Resolves when no change is under way. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  /** @throws WhipError `endpoint-not-found`; AdminError `endpoint-read-only` */
  requireWritable(id: string): EndpointRecord {
    const record = this.#records.get(id);
    if (!record) throw new WhipError('endpoint-not-found', `There is no endpoint ${id}.`);
    if (record.origin === 'config') {
      const { configuration } = this.#around;
      throw new AdminError(
        'endpoint-read-only',
        `Endpoint ${id} belongs to ${configuration}: change it there, and start the server again.`,
      );
    }
    return record;
  }

  #requireRevision(id: string, expected: Expectation): EndpointRecord {
    const record = this.requireWritable(id);
    if (!expected(record.revision)) throw new AdminError('revision-outdated');
    return record;
  }

  #made(id: string, input: EndpointChange): StoredEndpoint {
    const now = this.#around.ports.clock.now();
    return {
      id,
      input: this.#withToken(input, undefined),
      createdAt: now,
      updatedAt: now,
      revision: this.#newId(),
      instance: this.#newId(),
    };
  }

  #changed(event: 'endpoint-created' | 'endpoint-updated', stored: StoredEndpoint): EndpointRecord {
    const record: EndpointRecord = { ...stored, origin: 'api' };
    this.take(record);
    this.#around.events.tell({ event, data: { endpoint: this.view(record) } });
    return record;
  }

  #withToken(input: EndpointChange, known: string | undefined): EndpointChange {
    if (input.publish !== undefined || input.token !== undefined) return input;
    return { ...input, token: known ?? this.#newId() };
  }

  #newId(): string {
    return this.#around.ports.ids.random().slice(0, MADE_LENGTH);
  }
}

function taken(id: string): AdminError {
  return new AdminError('endpoint-exists', `There is an endpoint ${id} already.`);
}
