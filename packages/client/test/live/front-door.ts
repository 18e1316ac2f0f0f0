import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PassedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
  /** Status of the reply; undefined while there is none. */
  status?: number;
}

export interface DoorReply {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
}

/**
 * Stands between a client and a real server, on a port that stays when the server changes: counts
 * what passes, and does to it what a test wants.
 */
export class FrontDoor {
  readonly url: string;
  readonly requests: PassedRequest[] = [];
  /** `http://host:port` of the server; undefined: connections are cut. */
  target: string | undefined;
  /** Answers in the server's place. */
  answer: (request: PassedRequest) => DoorReply | undefined = () => undefined;
  /** Changes the body of a 201. */
  rewrite: (answer: string) => string = (answer) => answer;
  readonly #server: Server;

  private constructor(server: Server, target: string | undefined) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.target = target;
    server.on('request', (request, response) => void this.#pass(request, response));
  }

  static async open(target?: string): Promise<FrontDoor> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FrontDoor(server, target);
  }

  of(method: string): PassedRequest[] {
    return this.requests.filter((request) => request.method === method);
  }

  /** Forgets what passed and what was done to it. */
  reset(target: string): void {
    this.target = target;
    this.requests.length = 0;
    this.answer = () => undefined;
    this.rewrite = (answer) => answer;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = '', url: path = '', headers } = request;
    const passed: PassedRequest = {
      method,
      path,
      authorization: headers.authorization,
      body: body.toString(),
    };
    this.requests.push(passed);
    const own = this.answer(passed);
    if (own) {
      passed.status = own.status;
      response.writeHead(own.status, own.headers).end();
      return;
    }
    this.#forward(passed, request, body, response);
  }

  #forward(
    passed: PassedRequest,
    { headers }: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): void {
    if (this.target === undefined) {
      response.destroy();
      return;
    }
    const { method, path } = passed;
    const outgoing = send(`${this.target}${path}`, { method, headers }, async (reply) => {
      const chunks: Buffer[] = [];
      for await (const chunk of reply) chunks.push(chunk);
      const { statusCode = 502, rawHeaders } = reply;
      passed.status = statusCode;
      const text = Buffer.concat(chunks);
      const answer = statusCode === 201 ? Buffer.from(this.rewrite(text.toString())) : text;
      const kept = rawHeaders.flatMap((value, index) =>
        index % 2 === 0 && !/^(?:content-length|transfer-encoding|connection)$/i.test(value)
          ? [value, rawHeaders[index + 1] ?? '']
          : [],
      );
      response.writeHead(statusCode, [...kept, 'Content-Length', `${answer.length}`]).end(answer);
    });
    outgoing.on('error', () => response.destroy());
    outgoing.end(body);
  }
}
