import { z } from 'zod';

const milliseconds = z.number().int().positive();

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

const origin = httpUrl
  .refine((text) => new URL(text).origin === text.replace(/\/$/, ''), {
    error: 'must be an origin: scheme, host and port, without a path',
  })
  // Origins are compared without the slash that people write.
  .overwrite((text) => text.replace(/\/$/, ''));

const redirects = z.strictObject({
  maximum: z
    .number()
    .int()
    .min(0)
    .max(10)
    .default(5)
    .describe('Redirects (307 and 308 only) that are followed for one request. 0: none.'),
  allowPrivate: z
    .boolean()
    .default(false)
    .describe('True: redirects may also lead to loopback, link-local and private addresses.'),
  tokenFor: z
    .array(origin)
    .default([])
    .describe('Other origins that get the token as well, e.g. https://ingest7.example.com.'),
});

/** How a server is reached over HTTP. Times are milliseconds. */
export const connectionSettings = {
  tls: z
    .strictObject({
      caFile: z
        .string()
        .min(1)
        .optional()
        .describe('PEM file with the authority that signed the server’s certificate.'),
      verify: z
        .boolean()
        .default(true)
        .describe('False: any certificate is taken. For tests only.'),
    })
    .prefault({})
    .describe('How the server’s certificate is checked.'),
  requestTimeout: milliseconds
    .min(10_000)
    .default(10_000)
    .describe('What any request waits for its reply at most, also after the client gave up.'),
  connections: z
    .number()
    .int()
    .positive()
    .default(256)
    .describe('Connections to one host at a time; further requests wait for one.'),
  redirects: redirects.prefault({}).describe('Where redirects may lead.'),
};

/** How the end of a session on the server is found out. */
export const probeSettings = z
  .strictObject({
    method: z
      .enum(['auto', 'get', 'options', 'none'])
      .default('auto')
      .describe('auto: whichever of GET and OPTIONS tells a live session from none.'),
    interval: milliseconds.default(5_000).describe('Milliseconds between two probes of a session.'),
    failures: z
      .number()
      .int()
      .positive()
      .default(3)
      .describe('Probes without a usable reply, in a row, after which the server counts as lost.'),
  })
  .prefault({});

/** A bearer token for the server, or the one that the client brought. */
const token = z.union(
  [
    z.string().min(1),
    z.strictObject({
      from: z
        .literal('client')
        .describe('The token of the client’s own POST is passed on, for its session.'),
    }),
  ],
  { error: 'must be a token, or { from: client }' },
);

/** Whose STUN and TURN servers clients are told. */
export const iceServersPolicy = z
  .enum(['merge', 'upstream', 'own'])
  .default('merge')
  .describe(
    'STUN and TURN servers that the server names for a session. merge: clients are told them behind those of iceServers; upstream: in place of those, when there are any; own: clients are not told.',
  );
export type IceServersPolicy = z.output<typeof iceServersPolicy>;

/** The `backend:` block without its `kind`. */
export const backendSettings = z.strictObject({
  url: httpUrl.describe('The server’s WHIP endpoint; {endpoint} stands for the endpoint’s id.'),
  token: token
    .optional()
    .describe(
      'Bearer token for the server; { from: client } passes the client’s own on, which otherwise never goes there.',
    ),
  onNoTrickle: z
    .enum(['accept', 'refuse'])
    .default('accept')
    .describe(
      'When the server takes no trickled candidates. accept: they are dropped, and the client is found by its own checks. refuse: its PATCH is refused.',
    ),
  iceServers: iceServersPolicy,
  probe: probeSettings.describe('How the end of a session on the server is found out.'),
  ...connectionSettings,
});
export type BackendSettings = z.output<typeof backendSettings>;

/** The `whip:` block of an endpoint. */
export const endpointSettings = z.strictObject({
  url: httpUrl.optional().describe('Instead of the backend’s URL; it gets its own token only.'),
  token: token.optional().describe('Instead of the backend’s token.'),
});
export type EndpointSettings = z.output<typeof endpointSettings>;

export type ConnectionSettings = Pick<BackendSettings, keyof typeof connectionSettings>;
export type ProbeSettings = z.output<typeof probeSettings>;
