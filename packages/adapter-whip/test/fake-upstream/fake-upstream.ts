import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { answerFor, CANDIDATE, type Credentials, freshCredentials } from './fake-answer.js';

/** A reply as it goes on the wire. */
export interface FakeReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** A request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeSession {
  readonly id: string;
  etag: string;
  local: Credentials;
  /** What the client’s fragments have to say; changed by a restart. */
  remote: string;
  readonly fragments: string[];
}

/** Takes a request away from the fake’s own behaviour: for what servers do differently. */
export type Override = (request: SeenRequest) => FakeReply | undefined;

/** A small WHIP server (RFC 9725) without media, with levers for everything that can go wrong. */
export class FakeUpstream {
  readonly sessions = new Map<string, FakeSession>();
  readonly seen: SeenRequest[] = [];
  override: Override = () => undefined;
  /** What requests must carry; undefined: nothing. */
  token: string | undefined;
  refusesRestarts = false;
  /** Milliseconds that the reply to this request takes. */
  latency: (request: SeenRequest) => number = () => 0;
  connections = 0;
  readonly #tls: { readonly key: string; readonly cert: string } | undefined;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #held: (() => void)[] | undefined;
  #ids = 0;

  constructor(tls?: { readonly key: string; readonly cert: string }) {
    this.#tls = tls;
  }

  get origin(): string {
    return `${this.#tls ? 'https' : 'http'}://127.0.0.1:${this.#port}`;
  }

  /** Also after `goDown`, on the same port and empty. */
  async comeUp(): Promise<void> {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.#serve(request, response);
    const server = this.#tls ? createHttpsServer(this.#tls, listener) : createHttpServer(listener);
    server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async goDown(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.sessions.clear();
    this.#held = undefined;
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    this.cutConnections();
    await closed;
  }

  cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  stall(): void {
    this.#held ??= [];
  }

  endStall(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const go of held) go();
  }

  /** The session whose answer this is. */
  sessionOf(answer: string): FakeSession {
    const found = [...this.sessions.values()].find(({ local }) =>
      answer.includes(`a=ice-pwd:${local.pwd}`),
    );
    if (!found) throw new Error('no session with this answer');
    return found;
  }

  requests(method: string): readonly SeenRequest[] {
    return this.seen.filter((request) => request.method === method);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const seen = { method, path, headers, body: Buffer.concat(chunks).toString() };
    this.seen.push(seen);
    const held = this.#held;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    const latency = this.latency(seen);
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    if (response.destroyed) return;
    const reply = this.override(seen) ?? this.replyTo(seen);
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  /** What it says by itself. */
  replyTo(request: SeenRequest): FakeReply {
    const { method, path, headers } = request;
    if (method === 'OPTIONS') return { status: 200, headers: { 'Accept-Post': 'application/sdp' } };
    if (this.token !== undefined && headers.authorization !== `Bearer ${this.token}`)
      return { status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="fake"' } };
    if (method === 'POST' && path.startsWith('/whip/')) return this.#create(request);
    const session = this.sessions.get(path.replace('/session/', ''));
    if (!session) return { status: 404 };
    if (method === 'GET') return { status: 204 };
    if (method === 'DELETE') {
      this.sessions.delete(session.id);
      return { status: 200 };
    }
    return method === 'PATCH' ? this.#patch(request, session) : { status: 405 };
  }

  #create({ headers, body }: SeenRequest): FakeReply {
    if (headers['content-type'] !== 'application/sdp') return { status: 415 };
    const local = freshCredentials();
    const answer = answerFor(body, local);
    if (answer === undefined) return { status: 422 };
    this.#ids += 1;
    const id = `s${this.#ids}`;
    const etag = `"${id}-0"`;
    const remote = /^a=ice-pwd:.*$/m.exec(body)?.[0].trim() ?? '';
    this.sessions.set(id, { id, etag, local, remote, fragments: [] });
    return {
      status: 201,
      headers: { 'Content-Type': 'application/sdp', Location: `/session/${id}`, ETag: etag },
      body: answer,
    };
  }

  #patch({ headers, body }: SeenRequest, session: FakeSession): FakeReply {
    if (headers['content-type'] !== 'application/trickle-ice-sdpfrag') return { status: 415 };
    const ifMatch = headers['if-match'];
    if (ifMatch === undefined) return { status: 428 };
    if (ifMatch !== '*' && ifMatch !== session.etag) return { status: 412 };
    const remote = /^a=ice-pwd:.*$/m.exec(body)?.[0].trim() ?? '';
    if (remote === session.remote) {
      session.fragments.push(body);
      return { status: 204 };
    }
    if (this.refusesRestarts) return { status: 503 };
    session.remote = remote;
    session.local = freshCredentials();
    session.etag = `"${session.id}-${Date.now()}-${session.local.ufrag}"`;
    return {
      status: 200,
      headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', ETag: session.etag },
      body: restartBody(session.local),
    };
  }
}

export function restartBody({ ufrag, pwd }: Credentials): string {
  const lines = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:0'];
  const ice = [`a=ice-ufrag:${ufrag}`, `a=ice-pwd:${pwd}`, `a=candidate:${CANDIDATE}`];
  return [...lines, ...ice, 'a=end-of-candidates', ''].join('\r\n');
}
