import { createHash } from 'node:crypto';
import type { EndpointTokens } from '@whipway/http';
import type { StoredEndpoint } from '../store/endpoint-store.js';
import type { Endpoint, EndpointChange } from '../wire/index.js';

/** An endpoint of the configuration, as it is written there. */
export interface ConfiguredEndpoint extends EndpointChange {
  readonly id: string;
}

/** An endpoint as the service holds it, wherever it comes from. */
export interface EndpointRecord extends Omit<StoredEndpoint, 'createdAt' | 'updatedAt'> {
  readonly origin: 'config' | 'api';
  readonly createdAt?: number;
  readonly updatedAt?: number;
  /** Why it is not served. */
  readonly problem?: string;
}

const FIELDS: readonly string[] = ['token', 'publish', 'watch'];

/** Every backend's block that was written, by its kind. */
export function blocksOf(input: EndpointChange): Endpoint['blocks'] {
  const blocks = Object.entries(input).filter(
    ([key, value]) => !FIELDS.includes(key) && value !== undefined,
  );
  return Object.fromEntries(blocks) as Endpoint['blocks'];
}

export function tokensOf({ id, input: { token, watch } }: EndpointRecord): EndpointTokens {
  return {
    id,
    ...(token === undefined ? {} : { token }),
    ...(watch === undefined ? {} : { watch }),
  };
}

/** The endpoint as the API tells it. */
export function endpointView(
  record: EndpointRecord,
  kind: string,
  live: Endpoint['live'],
): Endpoint {
  const { id, origin, input, createdAt, updatedAt, revision, problem } = record;
  const blocks = blocksOf(input);
  const { token, watch } = input;
  return {
    id,
    origin,
    readOnly: origin === 'config',
    publish: token === undefined ? 'public' : 'token',
    watch: watchPolicy(input),
    ...(token === undefined ? {} : { token }),
    ...(typeof watch === 'object' ? { watchToken: watch.token } : {}),
    settings: blocks[kind] ?? {},
    blocks,
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
    revision,
    ...(problem === undefined ? {} : { problem }),
    live,
  };
}

function watchPolicy({ watch, token }: EndpointChange): Endpoint['watch'] {
  if (typeof watch === 'object') return 'token';
  return watch === 'public' || token === undefined ? 'public' : 'publisher';
}

/** What the store keeps of it. */
export function storedPart(record: EndpointRecord): StoredEndpoint {
  const { id, input, createdAt = 0, updatedAt = 0, revision, instance } = record;
  return { id, input, createdAt, updatedAt, revision, instance };
}

/** An endpoint of the configuration; its revision changes when it is written otherwise. */
export function configuredRecord({ id, ...input }: ConfiguredEndpoint): EndpointRecord {
  const revision = createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 16);
  return { id, input, origin: 'config', instance: 'config', revision };
}
