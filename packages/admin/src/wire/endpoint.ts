import { z } from 'zod';
import { endpointId } from './endpoint-fields.js';
import { sessionSummary } from './session.js';
import { moment } from './times.js';

const block = z.record(z.string(), z.unknown());

/** An endpoint as the API tells it. Its tokens are there for whoever holds the admin token. */
export const endpoint = z
  .object({
    id: endpointId,
    origin: z.enum(['config', 'api']).describe('Where it was made.'),
    readOnly: z.boolean().describe('True for those of the configuration: change them there.'),
    publish: z.enum(['token', 'public']).describe('What publishing needs.'),
    watch: z
      .enum(['publisher', 'public', 'token'])
      .describe('Who may watch. publisher: whoever may publish.'),
    token: z.string().optional().describe('Secret.'),
    watchToken: z.string().optional().describe('Secret.'),
    settings: block.describe('The block of the backend in use, as it was written.'),
    blocks: z
      .record(z.string(), block)
      .describe('Every block that was written, by the kind of backend.'),
    createdAt: moment.optional(),
    updatedAt: moment.optional(),
    revision: z.string().describe('Changes with every change; the ETag is this in quotes.'),
    problem: z
      .string()
      .optional()
      .describe('Why nobody can publish to it, when that is so: its settings do not fit any more.'),
    live: z.object({
      publisher: sessionSummary.optional(),
      viewers: z.int().min(0),
    }),
  })
  .meta({ id: 'Endpoint' });

export type Endpoint = z.infer<typeof endpoint>;
