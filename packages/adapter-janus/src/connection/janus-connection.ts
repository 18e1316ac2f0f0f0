import { type Clock, type Logger, WhipError } from '@whipway/core';
import { inOurWords } from '../error-map.js';
import type { JanusBackendSettings } from '../settings.js';
import { Handles } from './handles.js';
import { type HandleEvents, type HandleLoss, JanusHandle } from './janus-handle.js';
import type { JanusMessage } from './janus-message.js';
import { JANUS_PLUGINS, type JanusPlugin } from './janus-plugin.js';
import { JanusRefusal } from './janus-refusal.js';
import { type JanusRequest, JanusSocket } from './janus-socket.js';
import { keepTrying } from './keep-trying.js';
import { Keepalive } from './keepalive.js';
import { type OpenedSession, openSession } from './open-session.js';
import type { Expectation } from './transactions.js';

/** A Janus session on a WebSocket that is up. */
interface LiveSession extends OpenedSession {
  readonly socket: JanusSocket;
  readonly keepalive: Keepalive;
}

export interface ConnectionEvents {
  /** A fresh Janus session began after an earlier one: what Janus held for us may be gone. */
  renewed(): void;
  /** The session went on over a new WebSocket: events in between are lost. */
  claimed(): void;
}

/** Milliseconds that closing the gateway’s own session may take. */
const DESTROY_LIMIT = 2_000;

/**
 * One WebSocket and one Janus session that carries all handles. Connects when first needed; when the
 * connection breaks it connects again by itself, claiming the session where Janus allows that.
 */
export class JanusConnection {
  readonly #settings: JanusBackendSettings;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #events: ConnectionEvents;
  readonly #handles = new Handles();
  readonly #closing = new AbortController();
  #live: LiveSession | undefined;
  #attempt: Promise<LiveSession> | undefined;
  /** The session that can be claimed when the connection breaks; undefined when none can. */
  #claimable: number | undefined;
  #hadSession = false;
  #cancelReclaim = () => {};

  constructor(
    settings: JanusBackendSettings,
    clock: Clock,
    logger: Logger,
    events: ConnectionEvents,
  ) {
    this.#settings = settings;
    this.#clock = clock;
    this.#logger = logger;
    this.#events = events;
  }

  /**
   * The live session; connects at once when there is none.
   *
   * @throws WhipError `backend-unavailable`, `backend-refused`, `backend-timeout`
   */
  ready(): Promise<{ readonly id: number }> {
    return this.#ready();
  }

  /** True while requests get through without connecting first. */
  get isLive(): boolean {
    return this.#live !== undefined;
  }

  /** One request within the Janus session. @throws JanusRefusal; WhipError */
  async request(
    request: JanusRequest,
    expectation: Partial<Expectation> = {},
  ): Promise<JanusMessage> {
    const live = await this.#ready();
    try {
      return await live.socket.request(
        { ...request, session_id: live.id },
        { limit: this.#settings.requestTimeout, ...expectation },
      );
    } catch (error) {
      if (JanusRefusal.is(error, 'core', 458)) this.#sessionEnded(live);
      throw error;
    }
  }

  /** A handle of its own for one publisher. @throws JanusRefusal; WhipError */
  async attach(plugin: JanusPlugin, opaqueId: string, events: HandleEvents): Promise<JanusHandle> {
    const request = { janus: 'attach', plugin: JANUS_PLUGINS[plugin], opaque_id: opaqueId };
    // Made all the same, though nobody waits for it any more.
    const late = ({ data }: JanusMessage) => void (data && this.detach(data.id));
    const { data } = await this.request(request, { late });
    if (!data) throw new WhipError('backend-failed', 'Janus made no handle.');
    const handle = new JanusHandle(this, data.id, plugin, events);
    this.#handles.add(handle);
    return handle;
  }

  /** Releases a handle. Resolves when Janus said so, or cannot any more. */
  async detach(id: number): Promise<void> {
    this.#handles.detaching(id);
    // Without a connection or a session to claim, Janus has released it already.
    if (this.#closing.signal.aborted || (!this.#live && this.#claimable === undefined)) {
      this.#handles.detached(id);
      return;
    }
    try {
      await this.request({ janus: 'detach', handle_id: id });
      this.#handles.detached(id);
    } catch (error) {
      if (error instanceof JanusRefusal) this.#handles.detached(id);
      else this.#logger.warn('Janus did not confirm a detach', { handle: id, error });
    }
  }

  /** Ends the Janus session and the connection. Handles are not told. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#cancelReclaim();
    this.#handles.clear();
    const live = this.#live;
    if (!live) return;
    this.#live = undefined;
    live.keepalive.stop();
    const request = { janus: 'destroy', session_id: live.id };
    await live.socket.request(request, { limit: DESTROY_LIMIT }).catch(() => {});
    live.socket.terminate();
  }

  #ready(): Promise<LiveSession> {
    if (this.#closing.signal.aborted) return Promise.reject(closed());
    if (this.#live) return Promise.resolve(this.#live);
    this.#attempt ??= this.#connect().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
  }

  async #connect(): Promise<LiveSession> {
    let live: LiveSession | undefined;
    const socket = await JanusSocket.connect(this.#settings, this.#clock, {
      event: (message) => this.#dispatch(message),
      gone: () => live && this.#gone(live),
    });
    try {
      const { connectTimeout } = this.#settings;
      const session = await openSession(socket, this.#claimable, connectTimeout);
      if (this.#closing.signal.aborted) throw closed();
      live = { ...session, socket, keepalive: this.#keepAlive(socket, session) };
      this.#begin(live);
      return live;
    } catch (error) {
      socket.terminate();
      throw inOurWords(error);
    }
  }

  #begin(live: LiveSession): void {
    const { id, info, claimed } = live;
    this.#cancelReclaim();
    if (!claimed) this.#lose({ reason: 'backend-lost', detail: 'the session was not claimed' });
    this.#live = live;
    this.#claimable = info.reclaimTimeout > 0 ? id : undefined;
    this.#logger.info('connected to Janus', { version: info.version, session: id, claimed });
    for (const handle of this.#handles.unconfirmed) void this.detach(handle);
    if (claimed) this.#events.claimed();
    else if (this.#hadSession) this.#events.renewed();
    this.#hadSession = true;
  }

  #keepAlive(socket: JanusSocket, { id, info }: OpenedSession): Keepalive {
    const { keepaliveInterval: pace, keepaliveTimeout: limit } = this.#settings;
    const { sessionTimeout } = info;
    const interval = sessionTimeout > 0 ? Math.min(pace, sessionTimeout / 3) : pace;
    const request = { janus: 'keepalive', session_id: id };
    return new Keepalive(this.#clock, interval, () =>
      socket.request(request, { limit, ackIsAnswer: true }).catch((error: unknown) => {
        const live = this.#live;
        if (live && JanusRefusal.is(error, 'core', 458)) this.#sessionEnded(live);
        this.#logger.warn('Janus did not answer a keepalive', { error });
        socket.terminate();
        throw error;
      }),
    );
  }

  #dispatch(message: JanusMessage): void {
    const live = this.#live;
    if (!live || message.session_id !== live.id) return;
    if (message.janus === 'timeout') this.#sessionEnded(live);
    else this.#handles.deliver(message);
  }

  /** Janus ended the session, by its own timeout or an operator’s hand: all handles are gone. */
  #sessionEnded(live: LiveSession): void {
    if (this.#live !== live) return;
    this.#lose({ reason: 'backend-closed', detail: 'Janus ended the gateway’s session' });
    live.socket.terminate();
    this.#gone(live);
  }

  #gone(live: LiveSession): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    live.keepalive.stop();
    const reclaimTimeout = this.#claimable === undefined ? 0 : live.info.reclaimTimeout;
    this.#logger.warn('the connection to Janus is gone', { session: live.id, reclaimTimeout });
    const lose = (detail: string) => this.#lose({ reason: 'backend-lost', detail });
    if (reclaimTimeout === 0) lose('the connection was lost');
    else
      this.#cancelReclaim = this.#clock.after(reclaimTimeout, () =>
        lose('the connection did not come back in time'),
      );
    const { signal } = this.#closing;
    void keepTrying(() => this.#ready(), this.#settings, reclaimTimeout, signal);
  }

  #lose(loss: HandleLoss): void {
    this.#claimable = undefined;
    this.#handles.loseAll(loss);
  }
}

function closed(): WhipError {
  return new WhipError('shutting-down', 'The gateway is shutting down.', { retryAfter: 5 });
}
