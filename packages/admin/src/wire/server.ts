import { z } from 'zod';
import { moment } from './times.js';

/** The server itself. */
export const server = z
  .object({
    name: z.literal('whipway'),
    version: z.string(),
    startedAt: moment,
    publicUrl: z.string().optional().describe('Where clients reach it, when a proxy is in front.'),
    iceServers: z.boolean().describe('True: clients are told of STUN or TURN servers.'),
    backend: z.string().describe('Kind of the backend in use.'),
    store: z
      .enum(['file', 'memory', 'unavailable'])
      .describe('Where endpoints are kept. unavailable: none can be made or changed.'),
  })
  .meta({ id: 'Server' });

export type Server = z.infer<typeof server>;

const capability = z.union([z.literal('yes'), z.object({ no: z.string() })]);

const capabilities = z
  .object({
    trickle: capability,
    restart: capability,
    mediaReports: capability,
    liveness: capability,
    simulcast: capability,
    playback: capability,
    stats: capability,
    codecs: z
      .object({ audio: z.array(z.string()), video: z.array(z.string()) })
      .optional()
      .describe('Codecs every session can use; absent: only the media server knows.'),
  })
  .meta({ id: 'Capabilities' });

/** A kind of backend the server knows; health and capabilities of the one in use. */
export const backend = z
  .object({
    name: z.string(),
    kind: z.string().describe('The name of its block in an endpoint.'),
    inUse: z.boolean(),
    health: z
      .union([
        z.object({ ok: z.literal(true) }),
        z.object({ ok: z.literal(false), detail: z.string() }),
      ])
      .optional()
      .describe('Whether a session could be opened now.'),
    capabilities: capabilities.optional(),
    endpointSchema: z
      .record(z.string(), z.unknown())
      .describe('JSON Schema (draft 2020-12) of its block in an endpoint.'),
  })
  .meta({ id: 'Backend' });

export const backendList = z.object({ items: z.array(backend) }).meta({ id: 'BackendList' });

export type Backend = z.infer<typeof backend>;
export type BackendList = z.infer<typeof backendList>;
