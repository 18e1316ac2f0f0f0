import { z } from 'zod';
import type { AnyBackendAdapter } from '../backends.js';
import {
  admin,
  cors,
  iceServers,
  limits,
  listen,
  log,
  media,
  protocol,
  store,
  timers,
} from './blocks.js';
import { endpointBlock } from './endpoint-block.js';
import { isObject } from './json-value.js';
import { settingsObject } from './settings-object.js';

/**
 * The whole configuration as it is written, every key with its default. Strict everywhere: an unknown
 * key is a mistake.
 */
export function configSchema(adapters: readonly AnyBackendAdapter[]) {
  return z
    .strictObject({
      listen: listen.prefault({}).describe('Where the server listens.'),
      media: media.prefault({}).describe('How a media stack in this process meets its peers.'),
      protocol: protocol.prefault({}).describe('How much the protocol forgives.'),
      timers: timers.prefault({}).describe('How long things may take.'),
      backend: backendBlock(adapters)
        .prefault({ kind: 'embedded' })
        .describe('The media server behind the door.'),
      endpoints: z
        .array(endpointBlock(adapters))
        .superRefine(requireDistinctIds, { when: ({ value }) => Array.isArray(value) })
        .optional()
        .describe(
          'Places to publish to. Without this key: one endpoint, live, with a token made at start.',
        ),
      iceServers: iceServers
        .default([])
        .describe('STUN and TURN servers that clients are told to use.'),
      cors: cors.prefault({}).describe('Which web pages may use this server.'),
      admin: admin.prefault({}).describe('The admin API and the studio’s access to it.'),
      store: store.prefault({}).describe('What is kept over a restart.'),
      log: log.prefault({}).describe('What is logged, and how.'),
      limits: limits.prefault({}).describe('How much a request may send.'),
    })
    .meta({ title: 'Whipway configuration' });
}

/** Every adapter's `backend:` block, told apart by `kind`. */
function backendBlock(adapters: readonly AnyBackendAdapter[]) {
  const [first, ...others] = adapters.map((adapter) =>
    settingsObject(adapter, 'backend').safeExtend({
      kind: z.literal(adapter.kind).describe('Which backend.'),
    }),
  );
  if (!first) throw new TypeError('there is no backend to choose from');
  return z.discriminatedUnion('kind', [first, ...others]);
}

/** Runs beside other problems, so entries can be anything. */
function requireDistinctIds(endpoints: readonly unknown[], context: z.core.$RefinementCtx): void {
  const ids = endpoints.map((endpoint) => (isObject(endpoint) ? endpoint['id'] : undefined));
  ids.forEach((id, index) => {
    const earlier = ids.indexOf(id);
    if (id === undefined || earlier === index) return;
    const message = `is the same as that of endpoints[${earlier}]`;
    context.addIssue({ code: 'custom', path: [index, 'id'], message });
  });
}
