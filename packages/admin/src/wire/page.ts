import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { session, sessionKind } from './session.js';

/** Entries of a page when `limit` is not given, and at most. */
export const PAGE_LIMITS = { usual: 50, most: 500 } as const;

/** A part of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string | undefined;
  /** How many there are on all pages. */
  readonly total: number;
}

function pageOf<Item extends z.ZodType>(item: Item, id: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().optional().describe('The cursor of the next page; absent on the last.'),
      total: z.int().min(0).describe('How many there are on all pages.'),
    })
    .meta({ id });
}

export const endpointPage = pageOf(endpoint, 'EndpointPage');
export const sessionPage = pageOf(session, 'SessionPage');

const PAGING = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE_LIMITS.most)
    .default(PAGE_LIMITS.usual)
    .describe('Entries of the page.'),
  cursor: z.string().max(512).optional().describe('The `next` of the page before.'),
};

/** The query of the list of endpoints. */
export const endpointQuery = z.strictObject({
  ...PAGING,
  query: z.string().max(128).optional().describe('Part of the id, upper or lower case.'),
  origin: z.enum(['config', 'api']).optional().describe('Where they were made.'),
});

/** The query of the list of sessions. */
export const sessionQuery = z.strictObject({
  ...PAGING,
  endpoint: z.string().max(128).optional().describe('Id of their endpoint.'),
  state: z.enum(['live', 'ended']).optional(),
  kind: sessionKind.optional(),
});

export type EndpointQuery = z.infer<typeof endpointQuery>;
export type SessionQuery = z.infer<typeof sessionQuery>;
