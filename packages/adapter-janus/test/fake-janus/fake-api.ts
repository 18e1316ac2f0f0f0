import type { WebSocket } from 'ws';
import { CANDIDATE } from './fake-answer.js';
import type { FakeFaults } from './fake-faults.js';
import type { FakeHandle } from './fake-handle.js';
import { type Body, CoreError, type FakeRequest, PluginError } from './fake-message.js';
import type { FakeOptions } from './fake-options.js';
import { FakeAudioBridge, FakeRecordPlay, FakeVideoRoom } from './fake-plugins.js';
import { FakeSession } from './fake-session.js';
import type { FakePlugin, PluginHost } from './room-plugin.js';

/** Requests that a Janus answers to everybody. */
const OPEN = new Set(['info', 'ping']);

/** One life of the fake: its sessions, handles and rooms, and what it answers. */
export class FakeApi implements PluginHost {
  readonly sessions = new Map<number, FakeSession>();
  readonly videoroom: FakeVideoRoom;
  readonly audiobridge: FakeAudioBridge;
  readonly #plugins: Readonly<Record<string, FakePlugin>>;
  readonly #options: FakeOptions;
  readonly #faults: FakeFaults;
  readonly #watchdog: NodeJS.Timeout | undefined;
  #ids = Math.floor(Math.random() * 1e12);

  constructor(options: FakeOptions, faults: FakeFaults) {
    const { stringIds, adminKey, sessionTimeout } = options;
    this.#options = options;
    this.#faults = faults;
    this.videoroom = new FakeVideoRoom(this, stringIds, adminKey);
    this.audiobridge = new FakeAudioBridge(this, stringIds, adminKey);
    const recordplay = new FakeRecordPlay(this);
    const { videoroom, audiobridge } = this;
    this.#plugins = { videoroom, audiobridge, recordplay };
    if (sessionTimeout > 0)
      this.#watchdog = setInterval(() => this.#expire(), Math.min(100, sessionTimeout / 4)).unref();
  }

  get fullTrickle(): boolean {
    return this.#options.fullTrickle;
  }

  get handles(): readonly FakeHandle[] {
    return [...this.sessions.values()].flatMap(({ handles }) => [...handles.values()]);
  }

  inRoom(plugin: string, room: number | string): readonly FakeHandle[] {
    return this.handles.filter((handle) => handle.plugin === plugin && handle.room === room);
  }

  end(): void {
    clearInterval(this.#watchdog);
    for (const session of this.sessions.values()) session.cancelReclaim();
    this.sessions.clear();
  }

  /** The WebSocket is gone: its sessions end, or wait for a claim. */
  disowned(socket: WebSocket): void {
    for (const session of this.sessions.values()) {
      if (session.socket !== socket) continue;
      session.socket = undefined;
      const timer = setTimeout(
        () => this.sessions.delete(session.id),
        this.#options.reclaimTimeout,
      );
      if (this.#options.reclaimTimeout === 0) this.sessions.delete(session.id);
      session.cancelReclaim = () => clearTimeout(timer);
    }
  }

  handle(request: FakeRequest, socket: WebSocket): void {
    const { transaction, session_id } = request;
    const reply = (janus: string, fields: Body = {}) =>
      socket.send(JSON.stringify({ janus, session_id, transaction, ...fields }));
    try {
      this.#authorize(request);
      const refusal = this.#faults.refusalOf(request);
      if (refusal instanceof CoreError) throw refusal;
      const answer = this.#core[request.janus];
      if (!answer) throw new CoreError(453, `Unknown request '${request.janus}'`);
      answer({ request, socket, reply, refusal });
    } catch (error) {
      if (!(error instanceof CoreError)) throw error;
      reply('error', { error: { code: error.code, reason: error.message } });
    }
  }

  #authorize({ janus, apisecret, token }: FakeRequest): void {
    const { apiSecret, token: wanted } = this.#options;
    if (OPEN.has(janus) || (apiSecret === undefined && wanted === undefined)) return;
    const known = apiSecret !== undefined && apisecret === apiSecret;
    if (known || (wanted !== undefined && token === wanted)) return;
    throw new CoreError(403, 'Unauthorized request (wrong or missing secret/token)');
  }

  readonly #core: Readonly<Record<string, (exchange: Exchange) => void>> = {
    info: ({ reply }) => reply('server_info', this.#info()),
    ping: ({ reply }) => reply('pong'),
    create: ({ socket, reply }) => {
      const session = new FakeSession(this.#newId(), socket);
      this.sessions.set(session.id, session);
      reply('success', { data: { id: session.id } });
    },
    claim: ({ request, socket, reply }) => {
      const session = this.#session(request);
      session.cancelReclaim();
      session.socket = socket;
      reply('success');
    },
    keepalive: ({ request, reply }) => {
      this.#session(request).keepalives += 1;
      reply('ack');
    },
    attach: ({ request, reply }) => {
      const plugin = request.plugin?.replace('janus.plugin.', '') ?? '';
      if (!this.#plugins[plugin]) throw new CoreError(460, `No such plugin '${request.plugin}'`);
      const { id } = this.#session(request).attach(this.#newId(), plugin, request.opaque_id);
      reply('success', { data: { id } });
    },
    message: (exchange) => this.#message(exchange),
    trickle: ({ request, reply }) => {
      const handle = this.#session(request).require(request.handle_id);
      handle.trickled.push(...(request.candidates ?? [request.candidate]));
      reply('ack');
    },
    detach: ({ request, reply }) => {
      const session = this.#session(request);
      const handle = session.require(request.handle_id);
      session.handles.delete(handle.id);
      // Before the success, as is often seen.
      handle.event('detached');
      reply('success');
    },
    destroy: ({ request, reply }) => {
      this.sessions.delete(this.#session(request).id);
      reply('success');
    },
  };

  #message({ request, reply, refusal }: Exchange): void {
    const { body = {}, jsep } = request;
    const handle = this.#session(request).require(request.handle_id);
    const respond = (janus: string, data: Body, fields: Body = {}) => {
      const plugindata = { plugin: `janus.plugin.${handle.plugin}`, data };
      reply(janus, { sender: handle.id, plugindata, ...fields });
    };
    try {
      if (refusal) throw refusal;
      const answer = this.#plugins[handle.plugin]?.message(handle, body, jsep);
      if (!answer?.later) {
        respond('success', answer?.data ?? {});
        return;
      }
      if (!this.#options.lateAck) reply('ack');
      respond('event', answer.data, answer.jsep ? { jsep: answer.jsep } : {});
      if (this.#options.lateAck) reply('ack');
      if (answer.jsep && this.fullTrickle) this.#trickle(handle);
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      const janus = jsep ? 'event' : 'success';
      respond(janus, { [handle.plugin]: 'event', error_code: error.code, error: error.message });
    }
  }

  #trickle(handle: FakeHandle): void {
    handle.event('trickle', { candidate: { candidate: `candidate:${CANDIDATE}` } });
    handle.event('trickle', { candidate: { completed: true } });
  }

  #info(): Body {
    const { sessionTimeout, reclaimTimeout } = this.#options;
    return {
      version_string: '1.1.2',
      'session-timeout': sessionTimeout / 1_000,
      'reclaim-session-timeout': reclaimTimeout / 1_000,
    };
  }

  #session({ session_id }: FakeRequest): FakeSession {
    const session = this.sessions.get(session_id ?? -1);
    if (!session) throw new CoreError(458, `No such session ${session_id}`);
    session.lastActivity = Date.now();
    return session;
  }

  /** The watchdog: tells the owner and forgets the session with all its handles. */
  #expire(): void {
    for (const session of this.sessions.values()) {
      if (Date.now() - session.lastActivity < this.#options.sessionTimeout) continue;
      session.tell({ janus: 'timeout' });
      this.sessions.delete(session.id);
    }
  }

  #newId(): number {
    this.#ids += 1;
    return this.#ids;
  }
}

interface Exchange {
  readonly request: FakeRequest;
  readonly socket: WebSocket;
  readonly refusal: PluginError | undefined;
  reply(janus: string, fields?: Body): void;
}
