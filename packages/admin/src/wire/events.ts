import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { endpointId } from './endpoint-fields.js';
import { closeReason, session, sessionKind } from './session.js';
import { moment } from './times.js';

const endpointData = z.object({ endpoint });

const closedData = z.object({
  name: z.string(),
  endpointId,
  kind: sessionKind,
  reason: closeReason,
  detail: z.string().optional(),
  closedAt: moment,
});

/** The data of each kind of Server-Sent Event. `reset`: load everything again. */
export const EVENTS = {
  reset: z.object({}),
  'endpoint-created': endpointData,
  'endpoint-updated': endpointData,
  'endpoint-deleted': endpointData,
  session: z.object({ session }),
  'session-closed': closedData,
} as const;

export type EventName = keyof typeof EVENTS;
export type EventData<Name extends EventName> = z.infer<(typeof EVENTS)[Name]>;

/** An event with its data, told apart by `event`. */
export type AdminEvent = {
  readonly [Name in EventName]: { readonly event: Name; readonly data: EventData<Name> };
}[EventName];
