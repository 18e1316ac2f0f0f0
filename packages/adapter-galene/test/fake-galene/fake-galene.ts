import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { adminApi } from './galene-admin.js';
import {
  type FakeReply,
  type FakeRequest,
  type FakeSession,
  freshId,
  GaleneState,
} from './galene-state.js';
import { whipEndpoint, whipResource } from './galene-whip.js';

/** A Galene without media, by the tables measured on 1.0 and 1.1. */
export class FakeGalene {
  readonly #tls: { readonly key: string; readonly cert: string } | undefined;
  readonly state = new GaleneState();
  readonly seen: FakeRequest[] = [];
  /** Takes a request away from the fake’s own behaviour; `never`: without any reply. */
  override: (request: FakeRequest) => FakeReply | 'never' | undefined = () => undefined;
  readonly #sockets = new Set<Socket>();
  readonly #groupOf = new WeakMap<WebSocket, string>();
  #server: Server | undefined;
  #webSockets: WebSocketServer | undefined;
  #port = 0;
  #held: (() => void)[] | undefined;

  constructor(tls?: { readonly key: string; readonly cert: string }) {
    this.#tls = tls;
  }

  get url(): string {
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  /** Monitors that are in. */
  get monitors(): number {
    return this.#webSockets?.clients.size ?? 0;
  }

  /** Also after `goDown`, on the same port. */
  async comeUp(): Promise<void> {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response);
    const server = this.#tls ? createHttpsServer(this.#tls, listener) : createServer(listener);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#webSockets = new WebSocketServer({ server, path: '/ws' });
    this.#webSockets.on('connection', (socket) => this.#greet(socket));
    this.state.joined = (session) => this.#tell(session.group, userAdded(session));
    this.state.left = ({ group, id, username }) =>
      this.#tell(group, { type: 'user', kind: 'delete', id, username });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#held = undefined;
    this.state.sessions.clear();
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  stall(): void {
    this.#held ??= [];
  }

  endStall(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  sessionOf(answer: string): FakeSession {
    const sessions = [...this.state.sessions.values()];
    const found = sessions.find(({ local }) => answer.includes(`a=ice-pwd:${local.pwd}`));
    if (!found) throw new Error('no session with this answer');
    return found;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
    this.seen.push(request);
    const held = this.#held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    if (response.destroyed) return;
    const reply = this.override(request) ?? this.replyTo(request);
    if (reply === 'never') return;
    const { status, headers: lines, body } = reply;
    if (status === 'cut') response.destroy();
    else response.writeHead(status, lines).end(body);
  }

  /** What it says by itself. */
  replyTo(request: FakeRequest): FakeReply {
    const { path, headers } = request;
    const api = /^\/galene-api\/v0\/(.*)$/.exec(path)?.[1];
    if (api !== undefined) return adminApi(this.state, api, request);
    const { canonicalHost } = this.state;
    if (canonicalHost !== undefined && headers['host'] !== canonicalHost)
      return { status: 301, headers: { Location: `https://${canonicalHost}${path}` } };
    const [, name = '', kind, id] = /^\/group\/(.*?)\/\.(whip|status)(?:\/(.*))?$/.exec(path) ?? [];
    const group = decodeURIComponent(name);
    if (kind === 'status') return this.#status(group);
    if (kind !== 'whip') return { status: 404 };
    if (id === undefined) return whipEndpoint(this.state, group, request);
    return whipResource(this.state, id, request);
  }

  #status(name: string): FakeReply {
    const group = this.state.groups.get(name);
    if (!group) return { status: 404 };
    // A lock is told to everybody in public groups only.
    const locked = group.locked && group.description['public'] === true;
    const body = JSON.stringify({ name, ...(locked ? { locked } : {}) });
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
  }

  #greet(socket: WebSocket): void {
    socket.on('message', (data) => {
      const message: { type: string; token?: string; id?: string } = JSON.parse(data.toString());
      if (message.type === 'handshake') send(socket, { type: 'handshake', version: ['2'] });
      if (message.type === 'join') this.#join(socket, message.token ?? '');
    });
  }

  /** Everybody in the group is told to who comes in, itself first, and the other way round. */
  #join(socket: WebSocket, token: string): void {
    const { groups, tokens } = this.state;
    const known = tokens.get(token);
    if (!known || !groups.has(known.group)) {
      send(socket, { type: 'joined', kind: 'fail', value: 'not authorised' });
      return;
    }
    const { username, permissions, group } = known;
    this.#groupOf.set(socket, group);
    send(socket, { type: 'joined', kind: 'join', username, permissions });
    send(socket, { type: 'user', kind: 'add', id: freshId(), username, permissions });
    for (const session of this.state.clientsOf(group)) send(socket, userAdded(session));
  }

  #tell(group: string, message: object): void {
    for (const socket of this.#webSockets?.clients ?? [])
      if (this.#groupOf.get(socket) === group && socket.readyState === WebSocket.OPEN)
        send(socket, message);
  }

  /** Somebody of the group’s own comes in by WebSocket. */
  welcome(group: string, username: string, permissions: readonly string[]): void {
    this.#tell(group, { type: 'user', kind: 'add', id: freshId(), username, permissions });
  }

  /** Sends everybody of a group away, as at a shutdown. */
  kickAll(group: string, value: string): void {
    this.#tell(group, { type: 'usermessage', kind: 'kicked', dest: freshId(), value });
    for (const { id } of this.state.clientsOf(group)) this.state.end(id);
  }

  /** An operator sends the monitors of a group away, and nobody else. */
  kickMonitors(group: string): void {
    const operator = { id: freshId(), username: 'somebody' };
    this.#tell(group, { type: 'usermessage', kind: 'kicked', ...operator, value: 'away' });
    for (const socket of this.#webSockets?.clients ?? [])
      if (this.#groupOf.get(socket) === group) socket.close(1000);
  }

  /** Cuts all WebSockets, without a word. */
  cutMonitors(): void {
    for (const socket of this.#webSockets?.clients ?? []) socket.terminate();
  }
}

function send(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

function userAdded({ id, username }: FakeSession): object {
  return { type: 'user', kind: 'add', id, username, permissions: ['present'] };
}
