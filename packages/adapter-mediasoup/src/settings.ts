import { z } from 'zod';

/** mediasoup takes 10 to 60 seconds, or 0 for never. */
const consentSeconds = z.union([z.literal(0), z.number().int().min(10).max(60)]);

/** Checks the `backend:` block. */
export const backendSettings = z
  .strictObject({
    workers: z
      .union([z.literal('cores'), z.number().int().min(1).max(256)])
      .default('cores')
      .describe('How many worker processes; each uses one core. "cores": one for each core.'),
    workerBin: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Path of the mediasoup-worker program. Default: MEDIASOUP_WORKER_BIN, else the one that came with the mediasoup package.',
      ),
    udp: z.boolean().default(true).describe('Offer UDP candidates.'),
    tcp: z
      .boolean()
      .default(true)
      .describe('Offer TCP candidates, for clients that UDP cannot reach.'),
    consentTimeout: z
      .strictObject({
        publishers: consentSeconds.default(0).describe('For those who publish.'),
        viewers: consentSeconds.default(30).describe('For those who watch.'),
      })
      .default({ publishers: 0, viewers: 30 })
      .describe(
        'Seconds without a connectivity check after which a peer is given up; 0: never. Some encoders send none while they publish, and media that stops ends them anyway; so 0 for publishers.',
      ),
  })
  .refine(({ udp, tcp }) => udp || tcp, 'With neither udp nor tcp nobody could connect.');

/** Checks an endpoint's `mediasoup:` block. */
export const endpointSettings = z.strictObject({
  maxBitrate: z
    .number()
    .int()
    .min(50_000)
    .optional()
    .describe('What the publisher is told to stay below, bits per second. Default: no limit.'),
  simulcastOrder: z
    .enum(['auto', 'highest-first', 'lowest-first'])
    .default('auto')
    .describe(
      'Which layer of a simulcast offer is the best: told by names and sizes, or the first or last one listed.',
    ),
  playbackLayer: z
    .union([z.literal('highest'), z.literal('lowest'), z.number().int().min(0).max(7)])
    .default('highest')
    .describe('Which simulcast layer viewers get: 0 is the lowest. Above what is sent: the best.'),
});

/** What `backend:` says, with its defaults. */
export type MediasoupSettings = z.output<typeof backendSettings>;

/** What an endpoint's block says, with its defaults. */
export type MediasoupEndpointSettings = z.output<typeof endpointSettings>;
