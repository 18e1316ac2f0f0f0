import { z } from 'zod';

const milliseconds = z.number().int().min(1);
const webSocketUrl = z.url({ protocol: /^wss?$/, error: 'must be a ws:// or wss:// URL' });
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' });
const secret = z.string().min(1);

const tls = z.strictObject({
  caFile: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file with the authority that signed Janus’ certificate.'),
  verify: z.boolean().default(true).describe('false takes any certificate: for tests only.'),
});

const admin = z.strictObject({
  url: httpUrl.describe('The admin API over HTTP, e.g. http://127.0.0.1:7088/admin.'),
  secret: secret.describe('Its admin_secret.'),
});

/** The `backend:` block without its `kind`. Times are milliseconds. */
export const backendSettings = z.strictObject({
  url: webSocketUrl.describe('Janus’ WebSocket API, e.g. ws://127.0.0.1:8188.'),
  apiSecret: secret.optional().describe('Janus’ api_secret, if it has one.'),
  token: secret.optional().describe('A token of Janus’ token authentication.'),
  adminKey: secret
    .optional()
    .describe('The plugins’ admin_key, where they want one to make rooms and to forward RTP.'),
  tls: tls.prefault({}).describe('For wss:// URLs.'),
  admin: admin
    .optional()
    .describe('With it sessions have statistics, and events lost with a connection are made up.'),
  connectTimeout: milliseconds.default(3_000).describe('For connecting, step by step.'),
  requestTimeout: milliseconds
    .min(10_000)
    .default(10_000)
    .describe('How long the answer to a request is watched for.'),
  keepaliveInterval: milliseconds
    .default(15_000)
    .describe('Between keepalives; less where Janus’ own session_timeout asks for it.'),
  keepaliveTimeout: milliseconds
    .default(5_000)
    .describe('A keepalive that is not answered in this time means that Janus is gone.'),
  reconnectDelay: milliseconds
    .default(250)
    .describe('Pause before connecting again; twice as long each time.'),
  reconnectMaximum: milliseconds.default(10_000).describe('The longest such pause.'),
});
export type JanusBackendSettings = z.output<typeof backendSettings>;
