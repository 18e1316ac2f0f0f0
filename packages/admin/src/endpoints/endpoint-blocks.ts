import { z } from 'zod';
import type { EndpointBlocks } from '../wire/index.js';

/** What is used of a `BackendAdapter`. */
export interface AdapterWithEndpoints {
  readonly kind: string;
  readonly settings: { readonly endpoint: unknown };
}

/**
 * The schema of each backend's block in an endpoint, by its kind. Strict: an unknown key is a mistake.
 *
 * @throws TypeError for an adapter whose schema is no zod object: the core asks for a `parse` only,
 *   but names of keys and JSON Schema come from zod
 */
export function endpointBlocks(adapters: readonly AdapterWithEndpoints[]): EndpointBlocks {
  return Object.fromEntries(
    adapters.map(({ kind, settings: { endpoint } }) => {
      if (!(endpoint instanceof z.ZodObject))
        throw new TypeError(`the endpoint settings of backend ${kind} are no zod object`);
      return [kind, endpoint.strict()];
    }),
  );
}
