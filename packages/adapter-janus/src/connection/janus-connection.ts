import { type Clock, type Logger, WhipError } from '@whipway/core';
import pRetry from 'p-retry';
import { inOurWords } from '../error-map.js';
import type { JanusBackendSettings } from '../settings.js';
import { type HandleEvents, JanusHandle } from './janus-handle.js';
import { type JanusMessage, readServerInfo, type ServerInfo } from './janus-message.js';
import { JANUS_PLUGINS, type JanusPlugin } from './janus-plugin.js';
import { JanusRefusal } from './janus-refusal.js';
import { type JanusRequest, JanusSocket } from './janus-socket.js';
import { Keepalive } from './keepalive.js';
import type { Expectation } from './transactions.js';

/** A Janus session on a WebSocket that is up. */
export interface LiveSession {
  readonly socket: JanusSocket;
  readonly id: number;
  readonly info: ServerInfo;
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
  readonly #handles = new Map<number, JanusHandle>();
  /** Handles whose detach was not confirmed: asked again after a claim. */
  readonly #undetached = new Set<number>();
  readonly #closing = new AbortController();
  #live: LiveSession | undefined;
  #attempt: Promise<LiveSession> | undefined;
  /** The session that may be claimed; undefined when there is none. */
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
  ready(): Promise<LiveSession> {
    if (this.#closing.signal.aborted) return Promise.reject(closed());
    if (this.#live) return Promise.resolve(this.#live);
    this.#attempt ??= this.#connect().finally(() => {
      this.#attempt = undefined;
    });
    return this.#attempt;
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
    const live = await this.ready();
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
    this.#handles.set(handle.id, handle);
    return handle;
  }

  /** Releases a handle. Resolves when Janus said so, or cannot any more. */
  async detach(id: number): Promise<void> {
    this.#handles.delete(id);
    this.#undetached.add(id);
    const { aborted } = this.#closing.signal;
    // Without a connection or a session to claim, Janus has released it already.
    if (aborted || (!this.#live && this.#claimable === undefined)) {
      this.#undetached.delete(id);
      return;
    }
    try {
      await this.request({ janus: 'detach', handle_id: id });
      this.#undetached.delete(id);
    } catch (error) {
      if (error instanceof JanusRefusal) this.#undetached.delete(id);
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

  async #connect(): Promise<LiveSession> {
    const { connectTimeout: limit } = this.#settings;
    let live: LiveSession | undefined;
    const socket = await JanusSocket.connect(this.#settings, this.#clock, {
      event: (message) => this.#dispatch(message),
      gone: () => live && this.#gone(live),
    });
    try {
      const info = readServerInfo(await socket.request({ janus: 'info' }, { limit }));
      const claimed = await this.#claim(socket);
      const id = claimed ?? (await this.#create(socket));
      if (this.#closing.signal.aborted) throw closed();
      live = { socket, id, info, keepalive: this.#keepAlive(socket, id, info) };
      this.#begin(live, claimed !== undefined);
      return live;
    } catch (error) {
      socket.terminate();
      throw inOurWords(error);
    }
  }

  #begin(live: LiveSession, claimed: boolean): void {
    this.#live = live;
    this.#cancelReclaim();
    this.#claimable = live.info.reclaimTimeout > 0 ? live.id : undefined;
    const { id, info } = live;
    this.#logger.info('connected to Janus', { version: info.version, session: id, claimed });
    if (claimed) {
      for (const handle of this.#undetached) void this.detach(handle);
      this.#events.claimed();
      return;
    }
    const renewed = this.#hadSession;
    this.#hadSession = true;
    if (renewed) this.#events.renewed();
  }

  /** Takes the earlier session over. Undefined when there is none, or it is gone. */
  async #claim(socket: JanusSocket): Promise<number | undefined> {
    const id = this.#claimable;
    if (id === undefined) return undefined;
    try {
      const { connectTimeout: limit } = this.#settings;
      await socket.request({ janus: 'claim', session_id: id }, { limit });
      return id;
    } catch (error) {
      if (!(error instanceof JanusRefusal)) throw error;
      this.#loseHandles('backend-lost', 'the session could not be claimed');
      return undefined;
    }
  }

  async #create(socket: JanusSocket): Promise<number> {
    const { data } = await socket.request(
      { janus: 'create' },
      { limit: this.#settings.connectTimeout },
    );
    if (!data) throw new WhipError('backend-failed', 'Janus made no session.');
    return data.id;
  }

  #keepAlive(socket: JanusSocket, id: number, { sessionTimeout }: ServerInfo): Keepalive {
    const { keepaliveInterval, keepaliveTimeout: limit } = this.#settings;
    const interval =
      sessionTimeout > 0 ? Math.min(keepaliveInterval, sessionTimeout / 3) : keepaliveInterval;
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
    else if (message.sender !== undefined) {
      this.#handles.get(message.sender)?.receive(message);
      if (message.janus === 'detached') this.#handles.delete(message.sender);
    }
  }

  /** Janus ended the session, by its own timeout or an operator’s hand: all handles are gone. */
  #sessionEnded(live: LiveSession): void {
    if (this.#live !== live) return;
    this.#claimable = undefined;
    this.#loseHandles('backend-closed', 'Janus ended the gateway’s session');
    live.socket.terminate();
    this.#gone(live);
  }

  #gone(live: LiveSession): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    live.keepalive.stop();
    const { reclaimTimeout } = live.info;
    this.#logger.warn('the connection to Janus is gone', { session: live.id, reclaimTimeout });
    if (this.#claimable === undefined) this.#loseHandles('backend-lost', 'the connection was lost');
    else this.#cancelReclaim = this.#clock.after(reclaimTimeout, () => this.#reclaimPassed());
    void this.#reconnect();
  }

  #reclaimPassed(): void {
    this.#claimable = undefined;
    this.#loseHandles('backend-lost', 'the connection did not come back in time');
  }

  #loseHandles(reason: 'backend-lost' | 'backend-closed', detail: string): void {
    this.#claimable = undefined;
    this.#undetached.clear();
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    for (const handle of handles) handle.lose(reason, detail);
  }

  /** Goes on until it succeeded or the backend is closed. */
  async #reconnect(): Promise<void> {
    const { reconnectDelay, reconnectMaximum } = this.#settings;
    await pRetry(() => this.ready(), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: Math.min(reconnectDelay, reconnectMaximum),
      maxTimeout: reconnectMaximum,
      factor: 2,
      randomize: true,
      unref: true,
      signal: this.#closing.signal,
    }).catch(() => {});
  }
}

function closed(): WhipError {
  return new WhipError('shutting-down', 'The gateway is shutting down.', { retryAfter: 5 });
}
