import type { CloseReason } from '../close-reasons.js';
import type { Clock } from '../ports.js';
import type { Session } from '../session/session.js';
import type { SessionPatches } from '../session/session-patches.js';
import { ENDED_SESSION_MEMORY } from './defaults.js';
import type { EndedSession } from './gateway-types.js';

export interface LiveSession {
  readonly session: Session;
  readonly patches: SessionPatches;
}

interface EndpointSessions {
  publisher: Session | undefined;
  readonly viewers: Set<Session>;
}

/** All sessions by id and by endpoint, and for a minute those that ended. */
export class SessionRegistry {
  readonly #clock: Clock;
  readonly #live = new Map<string, LiveSession>();
  readonly #byEndpoint = new Map<string, EndpointSessions>();
  /** In the order they ended, so that the oldest stand first. */
  readonly #ended = new Map<string, EndedSession & { readonly endedAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(entry: LiveSession): void {
    const { id, options } = entry.session;
    this.#live.set(id, entry);
    const sessions = this.#byEndpoint.get(options.endpointId) ?? {
      publisher: undefined,
      viewers: new Set<Session>(),
    };
    this.#byEndpoint.set(options.endpointId, sessions);
    if (options.kind === 'publish') sessions.publisher = entry.session;
    else sessions.viewers.add(entry.session);
  }

  /** Forgets a session that ended, but for its id, credential and reason. */
  end(session: Session, reason: CloseReason): void {
    const { kind, endpointId, credential } = session.options;
    if (!this.#live.delete(session.id)) return;
    const sessions = this.#byEndpoint.get(endpointId);
    sessions?.viewers.delete(session);
    if (sessions?.publisher === session) sessions.publisher = undefined;
    if (sessions && !sessions.publisher && sessions.viewers.size === 0)
      this.#byEndpoint.delete(endpointId);
    this.#forgetOld();
    const endedAt = this.#clock.now();
    this.#ended.set(session.id, { id: session.id, endpointId, kind, credential, reason, endedAt });
  }

  live(id: string): LiveSession | undefined {
    return this.#live.get(id);
  }

  ended(id: string): EndedSession | undefined {
    this.#forgetOld();
    return this.#ended.get(id);
  }

  publisher(endpointId: string): Session | undefined {
    return this.#byEndpoint.get(endpointId)?.publisher;
  }

  viewers(endpointId: string): readonly Session[] {
    return [...(this.#byEndpoint.get(endpointId)?.viewers ?? [])];
  }

  of(endpointId: string): readonly Session[] {
    const publisher = this.publisher(endpointId);
    return [...(publisher ? [publisher] : []), ...this.viewers(endpointId)];
  }

  all(): readonly Session[] {
    return [...this.#live.values()].map(({ session }) => session);
  }

  /** No timer: the past is cleared when somebody looks. */
  #forgetOld(): void {
    const oldest = this.#clock.now() - ENDED_SESSION_MEMORY;
    for (const [id, { endedAt }] of this.#ended) {
      if (endedAt > oldest) return;
      this.#ended.delete(id);
    }
  }
}
