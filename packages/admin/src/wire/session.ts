import { CLOSE_REASONS, type CloseReason, type SessionState } from '@whipway/core';
import { z } from 'zod';
import { client } from './client.js';
import { endpointId } from './endpoint-fields.js';
import { moment } from './times.js';

const STATES = [
  'new',
  'negotiating',
  'connecting',
  'connected',
  'disconnected',
  'closed',
] as const satisfies readonly SessionState[];

export const sessionState = z.enum(STATES).describe('See docs/session-states.md.');
export const sessionKind = z.enum(['publish', 'watch']);
export const closeReason = z.enum(
  Object.keys(CLOSE_REASONS) as [CloseReason, ...(readonly CloseReason[])],
);

const name = z.string().describe('The session’s name in logs; not the id in its URL.');
const detail = z.string().describe('What the media server or the operator said about it.');

/** A live session in a line, as it stands in its endpoint. */
export const sessionSummary = z
  .object({
    name,
    state: sessionState,
    openedAt: moment,
    connectedAt: moment.optional(),
    client: client.optional(),
  })
  .meta({ id: 'SessionSummary' });

const SESSION_FIELDS = {
  ...sessionSummary.shape,
  endpointId,
  kind: sessionKind.describe('publish: WHIP. watch: WHEP.'),
  restart: z.enum(['none', 'pending']).describe('pending: an ICE restart waits for the backend.'),
  generation: z.int().min(0).describe('ICE generation: one more with every restart.'),
  unconfirmed: z
    .boolean()
    .describe('True: connected is taken for granted, because the backend reports no media.'),
  closedAt: moment.optional(),
  closeReason: closeReason.optional(),
  detail: detail.optional(),
};

/** A session, live or ended. */
export const session = z.object(SESSION_FIELDS).meta({ id: 'Session' });

/** Something that happened to a session. */
export const timelineEntry = z
  .object({
    at: moment,
    state: sessionState.optional().describe('The state it came to.'),
    event: z.enum(['restarted', 'slow-link', 'noted']).optional().describe('What else happened.'),
    topic: z.string().optional().describe('Of what is noted: a stable name.'),
    detail: z.string().optional(),
  })
  .meta({ id: 'TimelineEntry' });

/** A session with what happened to it, oldest first. */
export const sessionDetails = z
  .object({ ...SESSION_FIELDS, timeline: z.array(timelineEntry) })
  .meta({ id: 'SessionDetails' });

/** The body of a DELETE; it can be left out. */
export const teardown = z
  .strictObject({
    note: z.string().max(200).optional().describe('Why, for the session’s record and the log.'),
  })
  .meta({ id: 'Teardown' });

export type SessionSummary = z.infer<typeof sessionSummary>;
export type Session = z.infer<typeof session>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type SessionDetails = z.infer<typeof sessionDetails>;
export type Teardown = z.infer<typeof teardown>;
