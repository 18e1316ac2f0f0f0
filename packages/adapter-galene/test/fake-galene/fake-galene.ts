import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { adminApi } from './galene-admin.js';
import { GalenePeople } from './galene-people.js';
import { type FakeReply, type FakeRequest, type FakeSession, GaleneState } from './galene-state.js';
import { whipEndpoint, whipResource } from './galene-whip.js';

type Overridden = FakeReply | 'never' | undefined;

/** A Galene without media, by the tables measured on 1.0 and 1.1. */
export class FakeGalene {
  readonly #tls: { readonly key: string; readonly cert: string } | undefined;
  readonly state = new GaleneState();
  readonly people = new GalenePeople(this.state);
  readonly seen: FakeRequest[] = [];
  /** Takes a request away from the fake’s own behaviour; `never`: without any reply. */
  override: (request: FakeRequest) => Overridden | Promise<Overridden> = () => undefined;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #held: (() => void)[] | undefined;

  constructor(tls?: { readonly key: string; readonly cert: string }) {
    this.#tls = tls;
  }

  get url(): string {
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
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
    this.people.serve(server);
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.#held = undefined;
    this.state.forgetSessions();
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
    const reply = (await this.override(request)) ?? (await this.replyTo(request));
    if (reply === 'never') return;
    const { status, headers: lines, body } = reply;
    if (status === 'cut') response.destroy();
    else response.writeHead(status, { ...lines } as OutgoingHttpHeaders).end(body);
  }

  /** What it says by itself. */
  async replyTo(request: FakeRequest): Promise<FakeReply> {
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
    const where = {
      location: `${this.url}/group/${name}/`,
      endpoint: `${this.url.replace('http', 'ws')}/ws`,
    };
    const body = JSON.stringify({ name, ...where, ...(locked ? { locked } : {}) });
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body };
  }
}
