import { z } from 'zod';

/** A moment, in milliseconds since the Unix epoch. */
export const moment = z.int().min(0).describe('Milliseconds since the Unix epoch.');
