import { z } from 'zod';

const milliseconds = z.number().int().positive();

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });

const origin = httpUrl.refine((text) => new URL(text).origin === text.replace(/\/$/, ''), {
  error: 'must be an origin: scheme, host and port, without a path',
});

/** How a server is reached over HTTP. Times are milliseconds. */
export const connectionSettings = {
  tls: z
    .strictObject({
      /** PEM file with the authority that signed the server’s certificate. */
      caFile: z.string().min(1).optional(),
      /** False: any certificate is taken. For tests only. */
      verify: z.boolean().default(true),
    })
    .prefault({}),
  /** What any request waits for its reply at most, long after the client gave up. */
  requestTimeout: milliseconds.min(10_000).default(10_000),
  /** Connections to one host at a time; further requests wait for one. */
  connections: z.number().int().positive().default(256),
  redirects: z
    .strictObject({
      /** Redirects (307 and 308 only) that are followed for one POST. 0: none. */
      maximum: z.number().int().min(0).max(10).default(5),
      /** True: also to loopback, link-local and private addresses. */
      allowPrivate: z.boolean().default(false),
      /** Other origins that get the token as well, e.g. `https://ingest7.example.com`. */
      tokenFor: z.array(origin).default([]),
    })
    .prefault({}),
};

/** How the end of a session on the server is found out. */
export const probeSettings = z
  .strictObject({
    /** `auto`: whichever of GET and OPTIONS tells a live session from none. `none`: not at all. */
    method: z.enum(['auto', 'get', 'options', 'none']).default('auto'),
    /** Milliseconds between two probes of a session. */
    interval: milliseconds.default(5_000),
    /** Probes without a usable reply, in a row, after which the server counts as lost. */
    failures: z.number().int().positive().default(3),
  })
  .prefault({});

/** The `backend:` block. */
export const backendSettings = z.strictObject({
  /** The server’s WHIP endpoint; `{endpoint}` stands for the endpoint’s id. */
  url: httpUrl,
  /** Bearer token for the server. The client’s own token never goes there. */
  token: z.string().min(1).optional(),
  /**
   * When the server takes no trickled candidates. `accept`: they are dropped, the client connects
   * peer-reflexively (S-11). `refuse`: its PATCH is refused (S-85).
   */
  onNoTrickle: z.enum(['accept', 'refuse']).default('accept'),
  probe: probeSettings,
  ...connectionSettings,
});
export type BackendSettings = z.output<typeof backendSettings>;

/** The `whip:` block of an endpoint. */
export const endpointSettings = z.strictObject({
  /** Instead of the backend’s URL. */
  url: httpUrl.optional(),
  /** Instead of the backend’s token. */
  token: z.string().min(1).optional(),
});
export type EndpointSettings = z.output<typeof endpointSettings>;

export type ConnectionSettings = Pick<BackendSettings, keyof typeof connectionSettings>;
export type ProbeSettings = z.output<typeof probeSettings>;
