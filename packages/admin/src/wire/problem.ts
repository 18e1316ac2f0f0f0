import { z } from 'zod';

/** An error (RFC 9457) with a stable code. */
export const problem = z
  .object({
    type: z.string().describe('urn:whipway:error: and the code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('A sentence that helps.'),
    code: z.string().describe('Stable: programs may depend on it.'),
    problems: z
      .array(
        z.object({
          path: z.string().describe('Where in the body or the query, such as janus.room.'),
          message: z.string(),
        }),
      )
      .optional()
      .describe('Everything that is wrong with what was sent.'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
