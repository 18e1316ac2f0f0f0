import type { Endpoint, Session } from '../api/wire.js';
import type { AdminEvent } from './admin-event.js';

/** Endpoints and live sessions, as far as this page knows them. */
export interface Directory {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly sessions: ReadonlyMap<string, Session>;
}

export const EMPTY_DIRECTORY: Directory = { endpoints: new Map(), sessions: new Map() };

/** The directory after some events, in their order. What did not change stays the same object. */
export function applyEvents(before: Directory, events: readonly AdminEvent[]): Directory {
  const endpoints = new Draft(before.endpoints);
  const sessions = new Draft(before.sessions);
  for (const event of events) {
    switch (event.type) {
      case 'endpoint-created':
      case 'endpoint-updated':
        endpoints.set(event.endpoint.id, event.endpoint);
        break;
      case 'endpoint-deleted':
        endpoints.delete(event.id);
        break;
      case 'session':
        if (event.session.state === 'closed') sessions.delete(event.session.name);
        else sessions.set(event.session.name, event.session);
        break;
      case 'session-closed':
        sessions.delete(event.name);
        break;
      case 'reset':
        break;
    }
  }
  return endpoints.changed || sessions.changed
    ? { endpoints: endpoints.result, sessions: sessions.result }
    : before;
}

/** A map that is copied with its first change. */
class Draft<Value> {
  readonly #before: ReadonlyMap<string, Value>;
  #copy: Map<string, Value> | undefined;

  constructor(before: ReadonlyMap<string, Value>) {
    this.#before = before;
  }

  get changed(): boolean {
    return this.#copy !== undefined;
  }

  get result(): ReadonlyMap<string, Value> {
    return this.#copy ?? this.#before;
  }

  set(key: string, value: Value): void {
    this.#copy ??= new Map(this.#before);
    this.#copy.set(key, value);
  }

  delete(key: string): void {
    if (!this.result.has(key)) return;
    this.#copy ??= new Map(this.#before);
    this.#copy.delete(key);
  }
}
