import type { CloseReason } from '@whipway/core';
import type { Endpoint, Session } from '../api/wire.js';

/** What happened on the server. */
export type AdminEvent =
  /** Events were missed: the lists have to be read again. */
  | { readonly type: 'reset' }
  | { readonly type: 'endpoint-created' | 'endpoint-updated'; readonly endpoint: Endpoint }
  | { readonly type: 'endpoint-deleted'; readonly id: string }
  | { readonly type: 'session'; readonly session: Session }
  | {
      readonly type: 'session-closed';
      readonly name: string;
      readonly endpointId: string;
      readonly kind: 'publish' | 'watch';
      readonly reason: CloseReason;
      readonly detail?: string;
    };

/** An event of the stream; undefined for one that this page does not know. Never throws. */
export function readEvent(name: string, data: string): AdminEvent | undefined {
  if (name === 'reset') return { type: 'reset' };
  const body = parse(data);
  if (typeof body !== 'object' || body === null) return undefined;
  switch (name) {
    case 'endpoint-created':
    case 'endpoint-updated':
      return 'endpoint' in body ? { type: name, endpoint: body.endpoint as Endpoint } : undefined;
    case 'endpoint-deleted':
      return deleted(body);
    case 'session':
      return 'session' in body ? { type: name, session: body.session as Session } : undefined;
    case 'session-closed':
      return {
        ...(body as Omit<Extract<AdminEvent, { type: 'session-closed' }>, 'type'>),
        type: name,
      };
    default:
      return undefined;
  }
}

function deleted(body: object): AdminEvent | undefined {
  const of = 'endpoint' in body ? body.endpoint : undefined;
  if (typeof of !== 'object' || of === null || !('id' in of)) return undefined;
  return { type: 'endpoint-deleted', id: String(of.id) };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
