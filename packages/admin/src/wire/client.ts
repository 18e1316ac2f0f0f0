import { z } from 'zod';

/** What kind of program a client is, told by its User-Agent. */
export const CLIENT_KINDS = [
  'obs',
  'ffmpeg',
  'gstreamer',
  'whip-publish',
  'whip-go',
  'larix',
  'chromium',
  'firefox',
  'safari',
  'other',
] as const;

/** The program at the other end of a session. */
export const client = z
  .object({
    kind: z.enum(CLIENT_KINDS).describe('Told by the User-Agent; other: not known.'),
    userAgent: z.string().describe('As the client sent it, 256 characters at most.'),
  })
  .meta({ id: 'Client' });

export type ClientKind = (typeof CLIENT_KINDS)[number];
export type Client = z.infer<typeof client>;
