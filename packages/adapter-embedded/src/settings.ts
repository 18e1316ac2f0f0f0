import { z } from 'zod';

/** The `backend:` block without its `kind`. */
export const backendSettings = z.strictObject({
  maximumBitrate: z
    .number()
    .int()
    .min(30_000)
    .max(100_000_000)
    .default(20_000_000)
    .describe('Bits per second asked of publishers that cannot measure the way by themselves.'),
  stunTimeout: z
    .number()
    .int()
    .min(50)
    .max(5000)
    .default(1000)
    .describe('How long to wait for a STUN server, milliseconds.'),
});

export type BackendSettings = z.output<typeof backendSettings>;

/** The `embedded:` block of an endpoint. */
export const endpointSettings = z.strictObject({
  layer: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,255}$/, 'highest, lowest, or a rid')
    .default('highest')
    .describe('Which simulcast layer viewers get: highest, lowest, or a rid to prefer.'),
});

export type EndpointSettings = z.output<typeof endpointSettings>;
