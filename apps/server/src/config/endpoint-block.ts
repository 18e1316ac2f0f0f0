import { z } from 'zod';
import type { AnyBackendAdapter } from '../backends.js';
import { isObject } from './json-value.js';
import { settingsObject } from './settings-object.js';

/** RFC 6750, section 2.1: what a bearer token may consist of. */
const token = z.string().regex(/^[A-Za-z0-9._~+/-]+=*$/, {
  error:
    'must be text of letters, digits and . _ ~ + / - only (put a token of digits into quotes), as a bearer token has to be',
});

const watch = z.union(
  [
    z.literal('public'),
    z.strictObject({ token: token.describe('Needed to watch; it does not allow publishing.') }),
  ],
  { error: 'must be "public" or { token: … }' },
);

/** RFC 3986, section 2.3: unreserved characters need no escaping anywhere in a URL. */
const id = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/, {
  error: 'must be 1 to 128 of the characters A–Z a–z 0–9 . _ ~ - (and not . or ..)',
});

/** One entry of `endpoints:`, with a block for every kind of backend. */
export function endpointBlock(adapters: readonly AnyBackendAdapter[]) {
  const blocks = adapters.map(
    (adapter) =>
      [
        adapter.kind,
        settingsObject(adapter, 'endpoint')
          .optional()
          .describe(`Settings for the backend ${adapter.kind}; ignored by the others.`),
      ] as const,
  );
  return z
    .strictObject({
      id: id.describe('The last part of the URL: /whip/endpoint/{id}.'),
      token: token.optional().describe('Bearer token needed to publish; it also allows watching.'),
      publish: z
        .literal('public', { error: 'can only be "public"; leave it out and give a token' })
        .optional()
        .describe('Anybody may publish, without a token.'),
      watch: watch
        .optional()
        .describe('Who may watch: everybody, or who has this token. Default: who may publish.'),
      ...Object.fromEntries(blocks),
    })
    .refine(({ token, publish }) => (token === undefined) !== (publish === undefined), {
      error: 'needs either a token or publish: public, and not both',
      when: ({ value }) => isObject(value),
    });
}
