import { type AbortSignalLike, NEVER_ABORTED } from '../abort.js';
import type { MediaBackend } from '../backend/media-backend.js';
import type { SessionStats } from '../backend/session-stats.js';
import type { CloseReason } from '../close-reasons.js';
import { WhipError } from '../errors/whip-error.js';
import type { QuirkId } from '../quirks/quirk-table.js';
import { callBackend } from '../session/backend-call.js';
import { readClientAnswer } from '../session/client-ice.js';
import { DEFAULT_PROTOCOL, DEFAULT_TIMERS, QUERY_DEADLINE } from './defaults.js';
import { endSessions } from './end-sessions.js';
import { backendEndpoint, EndpointDirectory } from './endpoint-directory.js';
import { EventFeed } from './event-feed.js';
import type {
  AnswerRequest,
  CounterOfferedSession,
  EndpointDefinition,
  FoundSession,
  GatewayListener,
  GatewayOptions,
  OpenedSession,
  OpenRequest,
  PatchRequest,
  PatchResult,
  SessionSnapshot,
} from './gateway-types.js';
import { type OpeningContext, openPublisher, openViewer } from './session-opening.js';
import { type LiveSession, SessionRegistry } from './session-registry.js';

/**
 * One backend, its endpoints and their sessions. Every protocol binding talks to this and to
 * nothing else; every method that can fail rejects with a `WhipError`.
 */
export class Gateway {
  readonly #context: OpeningContext;
  readonly #removals = new Map<string, Promise<void>>();
  #closing: Promise<void> | undefined;

  /** @throws TypeError for endpoint ids that are malformed or stand twice */
  constructor(options: GatewayOptions) {
    const { backend, ports } = options;
    this.#context = {
      backend,
      ports,
      protocol: { ...DEFAULT_PROTOCOL, ...options.protocol },
      timers: { ...DEFAULT_TIMERS, ...options.timers },
      publisherConflict: options.publisherConflict ?? 'reject',
      endpoints: new EndpointDirectory(backend, options.endpoints ?? []),
      registry: new SessionRegistry(ports.clock),
      feed: new EventFeed(ports.logger),
    };
    this.subscribe((event) => {
      if (event.type === 'session-closed') this.#endViewers(event.session);
    });
  }

  get backend(): MediaBackend {
    return this.#context.backend;
  }

  /**
   * Adds an endpoint and has the backend prepare it: now, or with the first publisher, as the
   * endpoints of the constructor are.
   *
   * @throws TypeError for an id that is malformed or taken; WhipError when the backend refuses, the
   *   endpoint is then not there
   */
  async addEndpoint(
    endpoint: EndpointDefinition,
    { prepare = 'now' }: { readonly prepare?: 'now' | 'with-first-publisher' } = {},
  ): Promise<void> {
    this.#requireRunning();
    const { endpoints } = this.#context;
    // The backend clears one away before it prepares another of the same id.
    await this.#removals.get(endpoint.id);
    endpoints.add(endpoint);
    if (prepare !== 'now') return;
    try {
      await this.#query((signal) => endpoints.prepare(endpoint.id, { signal }));
    } catch (error) {
      endpoints.remove(endpoint.id);
      throw error;
    }
  }

  /**
   * Ends the endpoint's sessions and forgets it. Nothing happens for an unknown id.
   *
   * @param detail a sentence for whoever listens to `session-closed`, as with {@link end}
   */
  async removeEndpoint(id: string, detail?: string): Promise<void> {
    const definition = this.#context.endpoints.remove(id);
    if (!definition) return;
    const removal = this.#clearAway(definition, detail);
    const settled = removal.catch(() => {}).then(() => void this.#removals.delete(id));
    this.#removals.set(id, settled);
    await removal;
  }

  async #clearAway(definition: EndpointDefinition, detail?: string): Promise<void> {
    const { registry, ports } = this.#context;
    await endSessions(registry.of(definition.id), 'endpoint-removed', ports.clock, detail);
    await this.#query(async (signal) => {
      await this.backend.closeEndpoint?.(backendEndpoint(definition), { signal });
    });
  }

  endpoint(id: string): EndpointDefinition | undefined {
    return this.#context.endpoints.get(id);
  }

  endpoints(): readonly EndpointDefinition[] {
    return this.#context.endpoints.list();
  }

  /** A WHIP POST. @throws WhipError 400, 404, 409, 413, 422, 502, 503 or 504 */
  async publish(request: OpenRequest): Promise<OpenedSession> {
    this.#requireRunning();
    return openPublisher(this.#context, request);
  }

  /** A WHEP POST. @throws WhipError as {@link publish}, and `nothing-published` */
  async watch(request: OpenRequest): Promise<OpenedSession | CounterOfferedSession> {
    this.#requireRunning();
    return openViewer(this.#context, request);
  }

  /**
   * The PATCH with which a player answers a counter-offer.
   *
   * @returns the entity-tag of the player's first ICE generation
   * @throws WhipError
   */
  async answer({ sessionId, answer }: AnswerRequest): Promise<{ readonly etag: string }> {
    const { session } = this.#requireLive(sessionId);
    const ice = readClientAnswer(answer);
    if (!session.dispatch({ name: 'client-answer', answer, ice }))
      throw new WhipError('offer-unsupported', 'This session waits for no answer.');
    await session.client.answered.promise;
    return { etag: session.generations.tag };
  }

  /** A PATCH with a fragment. @throws WhipError 400, 404, 409, 412, 413, 422, 428, 502 or 504 */
  async patch(request: PatchRequest): Promise<PatchResult> {
    const { session, patches } = this.#requireLive(request.sessionId);
    const { feed, protocol } = this.#context;
    return patches.apply(request, feed.tolerance(protocol, session.options.endpointId));
  }

  /**
   * Ends a session and waits until the backend has let go of it, five seconds at most.
   *
   * @param detail a sentence for whoever listens to `session-closed`; never told to the client
   * @throws WhipError `session-not-found` when there is no such live session
   */
  async end(sessionId: string, reason: CloseReason, detail?: string): Promise<void> {
    const { session } = this.#requireLive(sessionId);
    await endSessions([session], reason, this.#context.ports.clock, detail);
  }

  /** A session by its id, live or ended within the last minute. */
  find(sessionId: string): FoundSession | undefined {
    const { registry } = this.#context;
    const entry = registry.live(sessionId);
    if (entry) {
      const { snapshot, options } = entry.session;
      return { live: true, snapshot, credential: options.credential };
    }
    const ended = registry.ended(sessionId);
    return ended ? { live: false, ended } : undefined;
  }

  /** All live sessions. */
  sessions(): readonly SessionSnapshot[] {
    return this.#context.registry.all().map(({ snapshot }) => snapshot);
  }

  /** @throws WhipError `session-not-found`, or the backend's */
  async stats(sessionId: string, signal?: AbortSignalLike): Promise<SessionStats> {
    const handle = this.#requireLive(sessionId).session.backend.session;
    if (!handle) throw new WhipError('session-not-found', 'The session is not yet open.');
    return this.#query((inner) => handle.stats({ signal: inner }), signal);
  }

  /** How often each quirk was tolerated since the start. */
  quirkCounts(): Readonly<Record<QuirkId, number>> {
    return this.#context.feed.quirkCounts();
  }

  /** Hears everything that happens. @returns a function that ends it */
  subscribe(listener: GatewayListener): () => void {
    return this.#context.feed.subscribe(listener);
  }

  /** Resolves when a session could be opened now. @throws WhipError with the reason why not */
  async health(signal?: AbortSignalLike): Promise<void> {
    this.#requireRunning();
    await this.#query((inner) => this.backend.health({ signal: inner }), signal);
  }

  /** Ends every session with `shutdown`, then closes the backend. Idempotent. */
  close(): Promise<void> {
    const { registry, ports } = this.#context;
    this.#closing ??= endSessions(registry.all(), 'shutdown', ports.clock).then(() =>
      this.backend.close(),
    );
    return this.#closing;
  }

  #requireRunning(): void {
    if (this.#closing)
      throw new WhipError('shutting-down', 'The server is shutting down.', { retryAfter: 5 });
  }

  #requireLive(sessionId: string): LiveSession {
    const entry = this.#context.registry.live(sessionId);
    if (!entry) throw new WhipError('session-not-found', 'There is no such session (any more).');
    return entry;
  }

  /** What viewers watched is over; players come back by themselves. */
  #endViewers({ kind, endpointId }: SessionSnapshot): void {
    if (kind !== 'publish') return;
    for (const viewer of this.#context.registry.viewers(endpointId))
      viewer.dispatch({ name: 'end', reason: 'publication-ended' });
  }

  #query<Value>(
    call: (signal: AbortSignalLike) => Promise<Value>,
    signal: AbortSignalLike = NEVER_ABORTED,
  ): Promise<Value> {
    const { clock } = this.#context.ports;
    return callBackend(call, { clock, deadline: QUERY_DEADLINE, signal });
  }
}
