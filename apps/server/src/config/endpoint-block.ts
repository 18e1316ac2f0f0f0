import { endpointBlocks } from '@whipway/admin';
import { blockFields, ENDPOINT_FIELDS } from '@whipway/admin/wire';
import { z } from 'zod';
import type { AnyBackendAdapter } from '../backends.js';
import { isObject } from './json-value.js';

/** One entry of `endpoints:`, with a block for every kind of backend; the admin API takes the same. */
export function endpointBlock(adapters: readonly AnyBackendAdapter[]) {
  return z
    .strictObject({ ...ENDPOINT_FIELDS, ...blockFields(endpointBlocks(adapters)) })
    .refine(({ token, publish }) => (token === undefined) !== (publish === undefined), {
      error: 'needs either a token or publish: public, and not both',
      when: ({ value }) => isObject(value),
    });
}
