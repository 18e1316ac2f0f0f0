import type { SessionSnapshot } from '@whipway/core';
import type { Endpoint, SessionSummary } from '../wire/index.js';
import { clientOf } from './client-kind.js';

/** Who is on which endpoint, made once for all endpoints of a list. */
export function liveIndex(
  sessions: readonly SessionSnapshot[],
): (endpointId: string) => Endpoint['live'] {
  const index = new Map<string, { publisher?: SessionSnapshot; viewers: number }>();
  for (const session of sessions) {
    const entry = index.get(session.endpointId) ?? { viewers: 0 };
    if (session.kind === 'publish') entry.publisher = session;
    else entry.viewers += 1;
    index.set(session.endpointId, entry);
  }
  return (endpointId) => {
    const { publisher, viewers = 0 } = index.get(endpointId) ?? {};
    return { ...(publisher ? { publisher: summaryOf(publisher) } : {}), viewers };
  };
}

export function summaryOf(snapshot: SessionSnapshot): SessionSummary {
  const { label, state, openedAt, connectedAt, client } = snapshot;
  return {
    name: label,
    state,
    openedAt,
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(client === undefined ? {} : { client: clientOf(client) }),
  };
}
