import { connectionSettings } from '@whipway/adapter-whip';
import { z } from 'zod';

const milliseconds = z.number().int().positive();

/** A group’s name: path parts that do not begin with a dot. */
const groupName = z
  .string()
  .regex(
    /^[^./\\][^/\\]*(\/[^./\\][^/\\]*)*$/,
    'must be a group’s name, without a slash at its ends',
  );

/** The `backend:` block. Times are milliseconds. */
export const backendSettings = z
  .strictObject({
    /** Galene’s address, e.g. `https://galene.example.org:8443`. */
    url: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }),
    /** Sent as `Host`, where Galene has another canonicalHost than the URL says. */
    host: z.string().min(1).optional(),
    /** A user with permission "admin" in Galene’s config.json: groups and tokens are made then. */
    admin: z.strictObject({ username: z.string().min(1), password: z.string().min(1) }).optional(),
    /** Token for groups without one of their own. With `admin` each session gets its own. */
    token: z.string().min(1).optional(),
    /** In front of the endpoint’s id, for groups named after it: `whip/`. */
    groupPrefix: z.string().default(''),
    /** How long a session’s token lets it in. A session that is open stays. */
    tokenLifetime: milliseconds.min(60_000).default(3_600_000),
    /** Milliseconds between two looks at a session. */
    probeInterval: milliseconds.default(5_000),
    /** True: joins the groups by WebSocket to hear at once who leaves. Needs `admin`. */
    monitor: z.boolean().default(false),
    ...connectionSettings,
  })
  .refine(({ admin, monitor }) => admin !== undefined || !monitor, {
    path: ['monitor'],
    error: 'needs admin: the monitor joins groups with a token of its own',
  });
export type BackendSettings = z.output<typeof backendSettings>;

/** What a group is made with. */
const createdGroup = z.strictObject({
  description: z.string().optional(),
  codecs: z.array(z.string().min(1)).nonempty().optional(),
  maxClients: z.number().int().positive().optional(),
  /** Listed on Galene’s front page. */
  public: z.boolean().optional(),
  /** True: everybody may come in and watch. */
  open: z.boolean().default(false),
});
export type CreatedGroup = z.output<typeof createdGroup>;

/** The `galene:` block of an endpoint. */
export const endpointSettings = z.strictObject({
  /** A group that is there. Without it: one named after the endpoint, made if `admin` is set. */
  group: groupName.optional(),
  /** Token of that group. */
  token: z.string().min(1).optional(),
  create: createdGroup.prefault({}),
});
export type EndpointSettings = z.output<typeof endpointSettings>;
