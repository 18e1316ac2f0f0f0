import { blockFields, ENDPOINT_FIELDS, type EndpointBlocks } from '@whipway/admin/wire';
import { z } from 'zod';
import type { AnyBackendAdapter } from '../backends.js';
import { isObject } from './json-value.js';
import { settingsObject } from './settings-object.js';

/** The schema of each backend's block in an endpoint, by its kind. */
export function endpointBlocks(adapters: readonly AnyBackendAdapter[]): EndpointBlocks {
  return Object.fromEntries(
    adapters.map((adapter) => [adapter.kind, settingsObject(adapter, 'endpoint')]),
  );
}

/** One entry of `endpoints:`, with a block for every kind of backend; the admin API takes the same. */
export function endpointBlock(adapters: readonly AnyBackendAdapter[]) {
  return z
    .strictObject({ ...ENDPOINT_FIELDS, ...blockFields(endpointBlocks(adapters)) })
    .refine(({ token, publish }) => (token === undefined) !== (publish === undefined), {
      error: 'needs either a token or publish: public, and not both',
      when: ({ value }) => isObject(value),
    });
}
