import { connectionSettings, iceServersPolicy } from '@whipway/adapter-whip';
import { z } from 'zod';

const milliseconds = z.number().int().positive();

/** A group’s name: path parts that do not begin with a dot. */
const groupName = z
  .string()
  .regex(
    /^[^./\\][^/\\]*(\/[^./\\][^/\\]*)*$/,
    'must be a group’s name, without a slash at its ends',
  );

const admin = z.strictObject({
  username: z.string().min(1).describe('A user with permission "admin" in Galene’s config.json.'),
  password: z.string().min(1).describe('Its password.'),
  monitor: z
    .boolean()
    .default(false)
    .describe('True: joins the groups by WebSocket, to hear at once who leaves.'),
});

/** The `backend:` block without its `kind`. */
export const backendSettings = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .describe('Galene’s address, e.g. https://galene.example.org:8443.'),
  host: z
    .string()
    .min(1)
    .optional()
    .describe('Sent as Host, where Galene has another canonicalHost than the URL says.'),
  admin: admin
    .optional()
    .describe('Galene’s admin API: groups are made for endpoints, and a token for each session.'),
  token: z
    .string()
    .min(1)
    .optional()
    .describe('Token for groups without one of their own; with admin each session gets its own.'),
  groupPrefix: z
    .string()
    .default('')
    .describe('In front of the endpoint’s id, for groups named after it: whip/.'),
  tokenLifetime: milliseconds
    .min(60_000)
    .default(3_600_000)
    .describe('Milliseconds in which a session’s token lets it in. An open session stays.'),
  probeInterval: milliseconds
    .default(5_000)
    .describe('Milliseconds between two looks at a session.'),
  iceServers: iceServersPolicy,
  ...connectionSettings,
});
export type BackendSettings = z.output<typeof backendSettings>;

/** What a group is made with. */
const createdGroup = z.strictObject({
  description: z.string().optional().describe('Shown to who joins.'),
  codecs: z
    .array(z.string().min(1))
    .nonempty()
    .default(['vp8', 'h264', 'vp9', 'av1', 'opus'])
    .describe('Codecs of the group. Galene’s own choice, vp8 and opus, would shut out OBS.'),
  maxClients: z.number().int().positive().optional().describe('Clients at a time.'),
  public: z.boolean().optional().describe('Listed on Galene’s front page.'),
  open: z.boolean().default(false).describe('True: everybody may come in and watch.'),
});
export type CreatedGroup = z.output<typeof createdGroup>;

/** The `galene:` block of an endpoint. */
export const endpointSettings = z.strictObject({
  group: groupName
    .optional()
    .describe('A group that is there. Without it: one named after the endpoint, made with admin.'),
  token: z.string().min(1).optional().describe('Token of that group.'),
  create: createdGroup.prefault({}).describe('What the endpoint’s group is made with.'),
});
export type EndpointSettings = z.output<typeof endpointSettings>;
