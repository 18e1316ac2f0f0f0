import { z } from 'zod';

/** RFC 3986, section 2.3: unreserved characters need no escaping anywhere in a URL. */
export const endpointId = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,128}$/, {
  error: 'must be 1 to 128 of the characters A–Z a–z 0–9 . _ ~ - (and not . or ..)',
});

/** RFC 6750, section 2.1: what a bearer token may consist of. */
export const bearerToken = z.string().regex(/^[A-Za-z0-9._~+/-]+=*$/, {
  error:
    'must be text of letters, digits and . _ ~ + / - only (put a token of digits into quotes), as a bearer token has to be',
});

const watch = z.union(
  [
    z.literal('public'),
    z.strictObject({
      token: bearerToken.describe('Needed to watch; it does not allow publishing.'),
    }),
  ],
  { error: 'must be "public" or { token: … }' },
);

/** What an endpoint has whatever its backend is: an entry of `endpoints:` in a configuration, too. */
export const ENDPOINT_FIELDS = {
  id: endpointId.describe('The last part of the URL: /whip/endpoint/{id}.'),
  token: bearerToken
    .optional()
    .describe('Bearer token needed to publish; it also allows watching.'),
  publish: z
    .literal('public', { error: 'can only be "public"; leave it out and give a token' })
    .optional()
    .describe('Anybody may publish, without a token.'),
  watch: watch
    .optional()
    .describe('Who may watch: everybody, or who has this token. Default: who may publish.'),
} as const;

/** The schema of each backend's per-endpoint block by the backend's kind. */
export type EndpointBlocks = Readonly<Record<string, z.ZodObject>>;

/** The blocks as fields of an endpoint: all can be given, one is used. */
export function blockFields(blocks: EndpointBlocks): Record<string, z.ZodOptional<z.ZodObject>> {
  const fields = Object.entries(blocks).map(([kind, block]) => [
    kind,
    block.optional().describe(`Settings for the backend ${kind}; ignored by the others.`),
  ]);
  return Object.fromEntries(fields) as Record<string, z.ZodOptional<z.ZodObject>>;
}
