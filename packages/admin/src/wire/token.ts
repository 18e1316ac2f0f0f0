import { z } from 'zod';
import { sessionKind } from './session.js';
import { moment } from './times.js';

/** Longest life of a short-lived token, seconds: a day. */
export const LONGEST_TOKEN_LIFE = 86_400;

/** The body that asks for a short-lived token. */
export const tokenInput = z
  .strictObject({
    action: sessionKind.describe('What it allows: publish (and nothing else), or watch.'),
    expiresIn: z
      .int()
      .min(1)
      .max(LONGEST_TOKEN_LIFE)
      .default(3_600)
      .describe('Seconds in which it opens sessions.'),
  })
  .meta({ id: 'TokenInput' });

/** A short-lived token. It is not kept anywhere: this is the only time it is shown. */
export const madeToken = z
  .object({ token: z.string(), action: sessionKind, expiresAt: moment })
  .meta({ id: 'MadeToken' });

export type TokenInput = z.input<typeof tokenInput>;
export type MadeToken = z.infer<typeof madeToken>;
