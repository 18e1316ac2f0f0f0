import { type EndpointDefinition, type Gateway, type Logger, WhipError } from '@whipway/core';
import type { EndpointChange } from '../wire/index.js';
import type { EndpointRecord } from './endpoint-record.js';

export type DefinitionOf = (id: string, input: EndpointChange) => EndpointDefinition;

/** The endpoints as the gateway has them. */
export class GatewayEndpoints {
  readonly #gateway: Pick<Gateway, 'addEndpoint' | 'removeEndpoint'>;
  readonly #definitionOf: DefinitionOf;
  readonly #logger: Logger;

  constructor(
    gateway: Pick<Gateway, 'addEndpoint' | 'removeEndpoint'>,
    definitionOf: DefinitionOf,
    logger: Logger,
  ) {
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

  /**
   * Sessions stay when the settings are the same; else they end, and when the backend refuses the
   * new settings, the endpoint is there as before.
   *
   * @throws WhipError of the backend
   */
  async replace({ id, input, problem }: EndpointRecord, next: EndpointChange): Promise<void> {
    const definition = this.#definitionOf(id, next);
    const before = problem === undefined ? this.#definitionOf(id, input) : undefined;
    if (before && same(before.settings, definition.settings)) return;
    await this.remove(id);
    try {
      await this.#gateway.addEndpoint(definition);
    } catch (error) {
      if (before) await this.#gateway.addEndpoint(before, LATER);
      throw error;
    }
  }

  /** What a media server keeps of an endpoint that is gone is no reason to refuse. */
  async remove(id: string): Promise<void> {
    await this.#gateway.removeEndpoint(id).catch((error: unknown) => {
      const { message } = WhipError.from(error, 'backend-failed');
      this.#logger.warn('the backend could not clear an endpoint away', {
        endpoint: id,
        reason: message,
      });
    });
  }
}

const LATER = { prepare: 'with-first-publisher' } as const;

/** Settings are plain data that a schema made, so their text tells. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
