import type { BackendEndpoint, Call, MediaBackend } from '../backend/media-backend.js';
import { WhipError } from '../errors/whip-error.js';
import type { EndpointDefinition } from './gateway-types.js';

interface Entry {
  readonly definition: EndpointDefinition;
  /** The backend's preparation; undefined before the first try and after a failed one. */
  prepared: Promise<void> | undefined;
}

/** The endpoints by id, and whether the backend has prepared each. */
export class EndpointDirectory {
  readonly #backend: MediaBackend;
  readonly #entries = new Map<string, Entry>();

  constructor(backend: MediaBackend, endpoints: readonly EndpointDefinition[]) {
    this.#backend = backend;
    for (const endpoint of endpoints) this.add(endpoint);
  }

  /** @throws TypeError for an id that is taken or does not fit into a URL as it stands */
  add(definition: EndpointDefinition): void {
    const { id } = definition;
    // RFC 3986, section 2.3: unreserved characters need no escaping anywhere in a URL.
    if (!/^[A-Za-z0-9._~-]{1,128}$/.test(id) || id === '.' || id === '..')
      throw new TypeError(
        `endpoint id ${JSON.stringify(id)} is not 1 to 128 of A–Z a–z 0–9 . _ ~ -`,
      );
    if (this.#entries.has(id)) throw new TypeError(`endpoint ${id} is there already`);
    this.#entries.set(id, { definition, prepared: undefined });
  }

  get(id: string): EndpointDefinition | undefined {
    return this.#entries.get(id)?.definition;
  }

  list(): readonly EndpointDefinition[] {
    return [...this.#entries.values()].map(({ definition }) => definition);
  }

  /** @throws WhipError `endpoint-not-found` */
  require(id: string): EndpointDefinition {
    return this.#require(id).definition;
  }

  /** Has the backend prepare the endpoint, once; a failure is tried again by the next call. */
  async prepare(id: string, call: Call): Promise<BackendEndpoint> {
    const entry = this.#require(id);
    const endpoint = backendEndpoint(entry.definition);
    entry.prepared ??= this.#backend.openEndpoint?.(endpoint, call) ?? Promise.resolve();
    const { prepared } = entry;
    try {
      await prepared;
    } catch (error) {
      if (entry.prepared === prepared) entry.prepared = undefined;
      throw error;
    }
    return endpoint;
  }

  /** Takes an endpoint out. Undefined when there is none. */
  remove(id: string): EndpointDefinition | undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    return entry?.definition;
  }

  #require(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new WhipError('endpoint-not-found', `There is no endpoint ${id}.`);
    return entry;
  }
}

export function backendEndpoint({ id, settings }: EndpointDefinition): BackendEndpoint {
  return { id, settings: settings ?? {} };
}
