import { z } from 'zod';
import { blockFields, ENDPOINT_FIELDS, type EndpointBlocks } from './endpoint-fields.js';

/** The body of a POST: what to make. Without `token` and `publish` a token is made. */
export interface EndpointInput {
  readonly id: string;
  readonly token?: string | undefined;
  readonly publish?: 'public' | undefined;
  readonly watch?: 'public' | { readonly token: string } | undefined;
  /** The block of a backend, under its kind. */
  readonly [kind: string]: unknown;
}

/** The body of a PUT: the same without its id. It replaces everything that was there. */
export interface EndpointChange {
  readonly token?: string | undefined;
  readonly publish?: 'public' | undefined;
  readonly watch?: 'public' | { readonly token: string } | undefined;
  readonly [kind: string]: unknown;
}

const BOTH = { error: 'can have a token or publish: public, not both', path: ['publish'] };

function notBoth(value: Readonly<Record<string, unknown>>): boolean {
  return value['token'] === undefined || value['publish'] === undefined;
}

/** The same for who reads the JSON Schema. */
const NOT_BOTH = { not: { required: ['token', 'publish'] } };

/** The schema of {@link EndpointInput} for the backends that the server knows. */
export function endpointInput(blocks: EndpointBlocks) {
  return z
    .strictObject({ ...ENDPOINT_FIELDS, ...blockFields(blocks) })
    .refine(notBoth, BOTH)
    .meta(NOT_BOTH);
}

/** The schema of {@link EndpointChange}. */
export function endpointChange(blocks: EndpointBlocks) {
  const { id: _, ...fields } = ENDPOINT_FIELDS;
  return z
    .strictObject({ ...fields, ...blockFields(blocks) })
    .refine(notBoth, BOTH)
    .meta(NOT_BOTH);
}
