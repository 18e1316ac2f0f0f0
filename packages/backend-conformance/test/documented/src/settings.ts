import { z } from 'zod';

/** The `backend:` block, without its `kind`. */
export const acmeSettings = z.strictObject({ url: z.url() });
/** An endpoint's `acme:` block. Accepts `{}`. */
export const acmeEndpointSettings = z.strictObject({ room: z.string().optional() });

export type AcmeSettings = z.output<typeof acmeSettings>;
export type AcmeEndpointSettings = z.output<typeof acmeEndpointSettings>;
