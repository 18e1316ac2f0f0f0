import type { EndpointChange } from '../wire/index.js';

/** An endpoint as it is kept. */
export interface StoredEndpoint {
  readonly id: string;
  /** What was asked for, tokens and the blocks of every backend included. */
  readonly input: EndpointChange;
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Another one with every change. */
  readonly revision: string;
  /** Another one when an endpoint of the same id is made again. */
  readonly instance: string;
}

/**
 * Keeps what was made by the API. Every method resolves when the change is safe on the disk, and
 * rejects with a {@link StoreError} when it is not; several processes may use one store at a time.
 */
export interface EndpointStore {
  /** Where it keeps things, for people. `unavailable`: nowhere, every change is refused. */
  readonly kind: 'file' | 'memory' | 'unavailable';
  /** All that is kept. Makes nothing: an empty store stays a store that is not there. */
  load(): Promise<readonly StoredEndpoint[]>;
  /** The one of an id as it is kept now, perhaps by another process. */
  find(id: string): Promise<StoredEndpoint | undefined>;
  /** False: the id is taken. */
  insert(endpoint: StoredEndpoint): Promise<boolean>;
  /** Replaces the one of the same id. False: there is none with this revision. */
  replace(endpoint: StoredEndpoint, revision: string): Promise<boolean>;
  /** False: there is none with this revision. */
  remove(id: string, revision: string): Promise<boolean>;
  /** The value of a name, if there is one. */
  secret(name: string): Promise<string | undefined>;
  /** The value of a name, `made` if there was none yet: the same for every process. */
  keepSecret(name: string, made: string): Promise<string>;
  /** Idempotent. No call may follow. */
  close(): Promise<void>;
}
