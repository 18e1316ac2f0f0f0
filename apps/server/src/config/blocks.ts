import { DEFAULT_PROTOCOL, DEFAULT_TIMERS } from '@whipway/core';
import { z } from 'zod';

/** Shortest time that is taken for milliseconds; less is likely meant as seconds. */
const SHORTEST_TIME = 100;

const text = z.string().min(1);
const port = z.int().min(0).max(65_535);
const mode = z.enum(['lenient', 'strict']);
const milliseconds = z.int().min(SHORTEST_TIME, {
  error: `is in milliseconds and must be at least ${SHORTEST_TIME}; 45 s are 45000`,
});
const bytes = z.int().min(1_024);

/** Where clients reach the server; the same rule as `publicUrl` of `@whipway/http`. */
const publicUrl = z.string().regex(/^https?:\/\/[^\s?#"<>\\]+$/, {
  error: 'must be an http(s) URL without query and fragment, such as https://media.example.com',
});

const tls = z.strictObject({
  cert: text.describe('PEM file with the certificate and its chain.'),
  key: text.describe('PEM file with the private key.'),
});

export const listen = z.strictObject({
  host: text
    .default('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 or :: for all of the machine.'),
  port: port.default(7080).describe('TCP port; 0 takes a free one.'),
  publicUrl: publicUrl
    .optional()
    .describe('Where clients reach this server when a proxy stands in front of it.'),
  tls: tls.optional().describe('Serves HTTPS. Without it a proxy has to.'),
});

const address = z.union([z.literal('auto'), z.ipv4(), z.ipv6()], {
  error: 'must be "auto" or an IP address',
});

const udpPorts = z
  .strictObject({
    min: port.min(1).describe('The first port.'),
    max: port.min(1).describe('The last port.'),
  })
  .refine(({ min, max }) => min <= max, { error: 'has a min above its max' });

const stunUri = z.string().regex(/^stuns?:[^\s/?<>",;]+$/, {
  error: 'must look like stun:stun.example.com:3478',
});

export const media = z.strictObject({
  addresses: z
    .array(address)
    .min(1)
    .default(['auto'])
    .describe(
      'IP addresses to offer to clients, best first. auto: the first IPv4 address that is not loopback, then 127.0.0.1.',
    ),
  announced: z
    .union([z.ipv4(), z.ipv6()], { error: 'must be an IP address' })
    .optional()
    .describe('Public address to offer in place of the first one, behind 1:1 NAT.'),
  udpPorts: udpPorts.optional().describe('UDP ports for media. Without it any free port is used.'),
  stun: z
    .array(stunUri)
    .default([])
    .describe('STUN servers the server itself asks for its address. Empty: none is contacted.'),
});

export const protocol = z.strictObject({
  bodies: mode
    .default(DEFAULT_PROTOCOL.bodies)
    .describe('Offers and fragments: accept what real clients send, or RFC 9725 to the letter.'),
  ifMatch: mode
    .default(DEFAULT_PROTOCOL.ifMatch)
    .describe('The If-Match header of a PATCH, likewise.'),
  answerRtcpMuxOnly: z
    .boolean()
    .default(DEFAULT_PROTOCOL.answerRtcpMuxOnly)
    .describe('Write a=rtcp-mux-only into answers, as RFC 9725 demands.'),
});

export const timers = z.strictObject({
  open: milliseconds
    .default(DEFAULT_TIMERS.open)
    .describe('Milliseconds from a POST to its answer. OBS gives up after 8 s.'),
  connect: milliseconds
    .default(DEFAULT_TIMERS.connect)
    .describe('Milliseconds from the answer to the first media.'),
  mediaLost: milliseconds
    .default(DEFAULT_TIMERS.mediaLost)
    .describe('Milliseconds without media until the session ends.'),
  restart: milliseconds
    .default(DEFAULT_TIMERS.restart)
    .describe('Milliseconds from an ICE restart to its answer.'),
  trickle: milliseconds
    .default(DEFAULT_TIMERS.trickle)
    .describe('Milliseconds from a trickle PATCH to its answer.'),
  lifetime: milliseconds
    .optional()
    .describe('Longest life of a session in milliseconds. Without it there is no limit.'),
});

const iceServerUri = z
  .string()
  .regex(
    /^(?:stuns?:[^\s?<>",;/][^\s?<>",;]*|turns?:[^\s?<>",;/][^\s?<>",;]*(?:\?transport=(?:udp|tcp))?)$/,
    {
      error: 'must be a stun:, stuns:, turn: or turns: URI, such as turn:turn.example.com:3478',
    },
  );

/** Printable ASCII: it goes into a Link header. */
const headerText = z.string().regex(/^[\t -~]+$/, { error: 'must be printable ASCII' });

export const iceServers = z.array(
  z.strictObject({
    urls: z
      .union([iceServerUri, z.array(iceServerUri).min(1)], {
        error: 'must be a stun:, stuns:, turn: or turns: URI, or a list of them',
      })
      .describe('URI or URIs of the server.'),
    username: headerText.optional().describe('User name, for TURN.'),
    credential: headerText.optional().describe('Password, for TURN.'),
  }),
);

const origin = z.string().regex(/^https?:\/\/[^\s/]+$/, {
  error: 'must be an origin without a path, such as https://studio.example.com',
});

export const cors = z.strictObject({
  origins: z
    .union([z.literal('*'), z.array(origin)], { error: 'must be "*" or a list of origins' })
    .default('*')
    .describe('Origins whose pages may publish and watch here. "*": all; []: none.'),
});

/** RFC 6750, section 2.1; who has it may do everything, so it must not be guessed. */
const adminToken = z.string().regex(/^(?=.{16})[A-Za-z0-9._~+/-]+=*$/, {
  error: 'must be 16 or more letters, digits and . _ ~ + / - (openssl rand -hex 24 makes one)',
});

const hostName = z.string().regex(/^[A-Za-z0-9._-]+$/, {
  error: 'must be a host name without scheme and port, such as studio.example.com',
});

export const admin = z.strictObject({
  enabled: z.boolean().default(true).describe('Serves the admin API under /api.'),
  token: adminToken
    .optional()
    .describe('Token of the admin API. Without it one is made at every start, and printed.'),
  hosts: z
    .array(hostName)
    .default([])
    .describe(
      'Host names the admin API may be called by, beside IP addresses, localhost and that of publicUrl.',
    ),
  origins: z
    .array(origin)
    .default([])
    .describe('Origins of other servers whose pages may use the admin API.'),
});

export const store = z.strictObject({
  file: text
    .default('whipway-data/endpoints.db')
    .describe('Where endpoints made by the admin API are kept. Made with the first of them.'),
});

export const log = z.strictObject({
  level: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least important lines to print.'),
  format: z
    .enum(['auto', 'pretty', 'json'])
    .default('auto')
    .describe('auto: pretty in a terminal, JSON lines otherwise.'),
});

export const limits = z.strictObject({
  offer: bytes.default(262_144).describe('Longest SDP offer, bytes.'),
  fragment: bytes.default(65_536).describe('Longest trickle or restart fragment, bytes.'),
  bodyTime: milliseconds
    .default(10_000)
    .describe('Milliseconds in which a request body must be there as a whole.'),
  authorizeTime: milliseconds
    .default(5_000)
    .describe('Milliseconds a check of credentials may take; then the request is denied.'),
});
