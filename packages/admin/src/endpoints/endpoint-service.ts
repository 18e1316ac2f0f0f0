import { type Gateway, type Ports, WhipError } from '@whipway/core';
import type { TokenDirectory } from '@whipway/http';
import { AdminError } from '../errors/admin-error.js';
import type { EventHub } from '../events/event-hub.js';
import type { EndpointStore, StoredEndpoint } from '../store/endpoint-store.js';
import type { EndpointChange, EndpointInput } from '../wire/index.js';
import { EndpointBook } from './endpoint-book.js';
import { type EndpointRecord, storedPart } from './endpoint-record.js';
import { type DefinitionOf, GatewayEndpoints } from './gateway-endpoints.js';
import { Turns } from './turns.js';

/** What the service needs of its surroundings. */
export interface EndpointSurroundings {
  readonly gateway: Pick<Gateway, 'addEndpoint' | 'removeEndpoint' | 'endpoint' | 'sessions'>;
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

/**
 * Makes, changes and removes endpoints: in the gateway, then in the store, then for all to hear. What
 * another process has changed in the store is learnt when somebody changes it here.
 */
export class EndpointService {
  readonly book: EndpointBook;
  readonly #around: EndpointSurroundings;
  readonly #inGateway: GatewayEndpoints;
  readonly #turns = new Turns();

  constructor(around: EndpointSurroundings) {
    this.#around = around;
    const { gateway, definitionOf, ports } = around;
    const { logger } = ports;
    this.book = new EndpointBook({ ...around, logger });
    this.#inGateway = new GatewayEndpoints(gateway, definitionOf, logger);
  }

  /** Takes what the store keeps. One whose settings do not fit any more is told, not served. */
  async restore(stored: StoredEndpoint): Promise<EndpointRecord | undefined> {
    const { id, input } = stored;
    if (this.book.find(id)) {
      const { logger } = this.#around.ports;
      logger.warn('an endpoint of the configuration hides one that the API made', { endpoint: id });
      return undefined;
    }
    const record: EndpointRecord = { ...stored, origin: 'api' };
    try {
      await this.#inGateway.restore(id, input);
      this.book.take(record);
      return record;
    } catch (error) {
      return this.book.takeUnserved(record, this.#unfit(), error);
    }
  }

  /** @throws AdminError `endpoint-exists`; StoreError; WhipError of the backend */
  create({ id, ...input }: EndpointInput): Promise<EndpointRecord> {
    return this.#turns.take(id, async () => {
      if (this.book.find(id)) throw taken(id);
      const stored = this.#made(id, input);
      await this.#inGateway.add(id, stored.input);
      const kept = await this.#around.store.insert(stored).catch(async (error: unknown) => {
        await this.#inGateway.remove(id);
        throw error;
      });
      if (!kept) throw await this.#takenElsewhere(id);
      return this.#changed('endpoint-created', stored);
    });
  }

  /**
   * The store has the last word, because a crash before it leaves what was there, which nobody was
   * told is different.
   *
   * @throws AdminError `endpoint-read-only`, `revision-outdated`; StoreError; WhipError
   */
  change(id: string, input: EndpointChange, expected: Expectation): Promise<EndpointRecord> {
    return this.#turns.take(id, async () => {
      const { store, ports } = this.#around;
      const old = this.#requireRevision(id, expected);
      await this.#requireCurrent(old);
      const stored: StoredEndpoint = {
        ...storedPart(old),
        input: this.#withToken(input, old.input.token),
        updatedAt: ports.clock.now(),
        revision: this.#newId(),
      };
      await this.#apply(old, stored.input);
      const kept = await store.replace(stored, old.revision).catch(async (error: unknown) => {
        await this.#putBack(old, stored.input);
        throw error;
      });
      if (kept) return this.#changed('endpoint-updated', stored);
      await this.#putBack(old, stored.input);
      await this.#requireCurrent(old);
      throw new AdminError('revision-outdated');
    });
  }

  /** Ends its sessions, too. @throws AdminError as {@link change}; StoreError */
  remove(id: string, expected: Expectation): Promise<void> {
    return this.#turns.take(id, async () => {
      const record = this.#requireRevision(id, expected);
      if (await this.#around.store.remove(id, record.revision)) return this.#forget(record);
      await this.#requireCurrent(record);
      throw new AdminError('revision-outdated');
    });
  }

  /** Resolves when no change is under way. */
  idle(): Promise<void> {
    return this.#turns.idle();
  }

  /** @throws WhipError `endpoint-not-found`; AdminError `endpoint-read-only` */
  requireWritable(id: string): EndpointRecord {
    const record = this.book.find(id);
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

  /** What another process has made of it is served from now on. @throws AdminError `revision-outdated` */
  async #requireCurrent(record: EndpointRecord): Promise<void> {
    const found = await this.#around.store.find(record.id);
    if (found?.revision === record.revision) return;
    if (found) await this.#learn(this.book.find(record.id) ?? record, found);
    else await this.#forget(record);
    throw new AdminError('revision-outdated');
  }

  async #learn(known: EndpointRecord, found: StoredEndpoint): Promise<void> {
    try {
      await this.#inGateway.replaceLater(known, found.input);
      this.#changed('endpoint-updated', found);
    } catch (error) {
      await this.#inGateway.remove(known.id);
      const record = { ...found, origin: 'api' } as const;
      this.book.tell('endpoint-updated', this.book.takeUnserved(record, this.#unfit(), error));
    }
  }

  async #forget(record: EndpointRecord): Promise<void> {
    const tellEverybody = this.book.strike(record);
    await this.#inGateway.remove(record.id);
    tellEverybody();
  }

  /** @throws WhipError of the backend; the endpoint is then what it was, or told as not served */
  async #apply(old: EndpointRecord, input: EndpointChange): Promise<void> {
    try {
      await this.#inGateway.replace(old, input);
    } catch (error) {
      if (old.problem === undefined && !this.#inGateway.has(old.id)) this.#lost(old, error);
      throw error;
    }
  }

  /** After a change that the gateway took and the store did not. */
  async #putBack(old: EndpointRecord, tried: EndpointChange): Promise<void> {
    if (old.problem !== undefined) return await this.#inGateway.remove(old.id);
    try {
      await this.#inGateway.replaceLater({ ...old, input: tried }, old.input);
    } catch (error) {
      this.#lost(old, error);
    }
  }

  #lost(record: EndpointRecord, error: unknown): void {
    const problem = 'It could not be put back after a change that failed. Send its settings again.';
    this.book.tell('endpoint-updated', this.book.takeUnserved(record, problem, error));
  }

  #unfit(): string {
    return `Its settings for ${this.#around.kind} do not fit any more. Change them.`;
  }

  async #takenElsewhere(id: string): Promise<AdminError> {
    await this.#inGateway.remove(id);
    const found = await this.#around.store.find(id);
    const record = found && (await this.restore(found));
    if (record) this.book.tell('endpoint-created', record);
    return taken(id);
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
    this.book.take(record);
    this.book.tell(event, record);
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
