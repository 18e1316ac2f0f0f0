import { type EndpointDefinition, type Gateway, type Logger, WhipError } from '@whipway/core';
import type { EndpointChange } from '../wire/index.js';
import type { EndpointRecord } from './endpoint-record.js';

export type DefinitionOf = (id: string, input: EndpointChange) => EndpointDefinition;

type GatewayPart = Pick<Gateway, 'addEndpoint' | 'removeEndpoint' | 'endpoint'>;

/** The endpoints as the gateway has them. */
export class GatewayEndpoints {
  readonly #gateway: GatewayPart;
  readonly #definitionOf: DefinitionOf;
  readonly #logger: Logger;

  constructor(gateway: GatewayPart, definitionOf: DefinitionOf, logger: Logger) {
    this.#gateway = gateway;
    this.#definitionOf = definitionOf;
    this.#logger = logger;
  }

  /** Has the backend prepare it now. @throws WhipError of the backend */
  async add(id: string, input: EndpointChange): Promise<void> {
    await this.#gateway.addEndpoint(this.#definitionOf(id, input));
  }

  /** Takes one that was there before; the backend may be down. @throws when its settings do not fit */
  async restore(id: string, input: EndpointChange): Promise<void> {
    await this.#gateway.addEndpoint(this.#definitionOf(id, input), LATER);
  }

  has(id: string): boolean {
    return this.#gateway.endpoint(id) !== undefined;
  }

  /**
   * Sessions stay when the settings are the same; else they end, and when the backend refuses the
   * new settings, the endpoint is there as before if it can be.
   *
   * @throws WhipError of the backend
   */
  async replace(record: EndpointRecord, next: EndpointChange): Promise<void> {
    await this.#replace(record, next, NOW);
  }

  /** The same with settings that the backend is not asked about yet. @throws when they do not fit */
  async replaceLater(record: EndpointRecord, next: EndpointChange): Promise<void> {
    await this.#replace(record, next, LATER);
  }

  /** What a media server keeps of an endpoint that is gone is no reason to refuse. */
  async remove(id: string): Promise<void> {
    await this.#remove(id);
  }

  async #replace(
    { id, input, problem }: EndpointRecord,
    next: EndpointChange,
    prepare: typeof NOW | typeof LATER,
  ): Promise<void> {
    const definition = this.#definitionOf(id, next);
    const before = problem === undefined ? this.#definitionOf(id, input) : undefined;
    if (before && same(before.settings, definition.settings)) return;
    await this.#remove(id, SETTINGS_CHANGED);
    try {
      await this.#gateway.addEndpoint(definition, prepare);
    } catch (error) {
      if (before) await this.#putBack(before);
      throw error;
    }
  }

  /** What was refused first is what is to be told. */
  async #putBack(before: EndpointDefinition): Promise<void> {
    await this.#gateway.addEndpoint(before, LATER).catch((error: unknown) => {
      this.#logger.error('an endpoint could not be put back', { endpoint: before.id, error });
    });
  }

  async #remove(id: string, detail?: string): Promise<void> {
    await this.#gateway.removeEndpoint(id, detail).catch((error: unknown) => {
      const { message } = WhipError.from(error, 'backend-failed');
      this.#logger.warn('the backend could not clear an endpoint away', {
        endpoint: id,
        reason: message,
      });
    });
  }
}

/** Said of the sessions that end, because nobody has removed the endpoint. */
const SETTINGS_CHANGED = 'The settings of the endpoint were changed.';

const NOW = { prepare: 'now' } as const;
const LATER = { prepare: 'with-first-publisher' } as const;

/** Settings are plain data that a schema made, so their text tells. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
