import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { FakeApi } from './fake-api.js';
import { FakeFaults } from './fake-faults.js';
import type { FakeHandle } from './fake-handle.js';
import type { FakeRequest } from './fake-message.js';
import { DEFAULT_OPTIONS, type FakeOptions } from './fake-options.js';

/** A WebSocket server that speaks like Janus, as measured on 1.1.2 and 1.4.1. It has no media. */
export class FakeJanus {
  readonly options: FakeOptions;
  readonly faults = new FakeFaults();
  /** Everything that was asked, in order. */
  readonly requests: FakeRequest[] = [];
  api: FakeApi;
  #http: Server | undefined;
  #webSockets: WebSocketServer | undefined;
  #port: number;

  private constructor(options: Partial<FakeOptions>) {
    this.options = { ...DEFAULT_OPTIONS, ...options };
    this.#port = this.options.port;
    this.api = new FakeApi(this.options, this.faults);
  }

  static async start(options: Partial<FakeOptions> = {}): Promise<FakeJanus> {
    const janus = new FakeJanus(options);
    await janus.comeUp();
    return janus;
  }

  get url(): string {
    return `${this.options.tls ? 'wss' : 'ws'}://127.0.0.1:${this.#port}`;
  }

  /** All handles that publish, that is all but those of room requests. */
  get publishers(): readonly FakeHandle[] {
    return this.api.handles.filter(({ opaqueId }) => opaqueId?.startsWith('whip-'));
  }

  /** The publisher behind an answer. */
  publisherOf(answer: string): FakeHandle {
    const found = this.publishers.find(({ local }) => answer.includes(`ice-pwd:${local.pwd}`));
    if (!found) throw new Error('no handle gave this answer');
    return found;
  }

  /** The bodies of such plugin requests, in order. */
  bodies(request: string): readonly Readonly<Record<string, unknown>>[] {
    return this.requests.flatMap(({ body }) => (body?.request === request ? [body] : []));
  }

  /** Comes up on the same port, empty. */
  async comeUp(): Promise<void> {
    const { tls } = this.options;
    this.api = new FakeApi(this.options, this.faults);
    this.#http = tls ? createHttps(tls) : createHttp();
    this.#webSockets = new WebSocketServer({
      server: this.#http,
      handleProtocols: (protocols) => protocols.has('janus-protocol') && 'janus-protocol',
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        req.headers['sec-websocket-protocol'] === 'janus-protocol',
    });
    this.#webSockets.on('connection', (socket) => this.#serve(socket));
    this.#http.listen(this.#port, '127.0.0.1');
    await once(this.#http, 'listening');
    this.#port = (this.#http.address() as AddressInfo).port;
  }

  /** Is gone: everything it held is lost. */
  async goDown(): Promise<void> {
    const http = this.#http;
    this.#http = undefined;
    this.api.end();
    this.#cut();
    this.#webSockets?.close();
    if (!http) return;
    http.close();
    http.closeAllConnections();
    await once(http, 'close');
  }

  /** Cuts all WebSockets; sessions wait to be claimed, or end, as configured. */
  dropSockets(): void {
    this.#cut();
  }

  #cut(): void {
    for (const socket of this.#webSockets?.clients ?? []) socket.terminate();
  }

  #serve(socket: WebSocket): void {
    socket.on('message', (text) => {
      const request = JSON.parse(String(text)) as FakeRequest;
      this.requests.push(request);
      const { api } = this;
      this.faults.pass(request, () => api.handle(request, socket));
    });
    socket.on('close', () => this.api.disowned(socket));
  }
}
