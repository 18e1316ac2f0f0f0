import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sampleAnswer, sampleRestartReply } from './sample-sdp.js';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface MockReply {
  readonly status: number;
  /** Repeated values stay separate lines. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  /** False: the connection is cut instead of an answer. */
  readonly answer?: boolean;
  /** True: the connection is cut after the body. */
  readonly cut?: boolean;
  /** True: nothing comes after the body, which does not end. */
  readonly stall?: boolean;
}

export interface Responders {
  GET: Responder;
  POST: Responder;
  PATCH: Responder;
  DELETE: Responder;
}

export type Responder = (request: RecordedRequest) => MockReply | Promise<MockReply>;

export const SDP = { 'Content-Type': 'application/sdp' } as const;

/** What a well-behaved endpoint says. Tests replace single entries. */
export function wellBehaved(): Responders {
  let generation = 0;
  return {
    GET: () => ({ status: 204 }),
    POST: ({ body }) => ({
      status: 201,
      headers: { ...SDP, Location: '/whip/session/s1', ETag: '"gen-0"' },
      body: sampleAnswer(body),
    }),
    PATCH: ({ headers }) => {
      if (headers['if-match'] !== '*') return { status: 204 };
      generation += 1;
      return {
        status: 200,
        headers: {
          'Content-Type': 'application/trickle-ice-sdpfrag',
          ETag: `"gen-${generation}"`,
        },
        body: sampleRestartReply(`restart${generation}`, 6000 + generation),
      };
    },
    DELETE: () => ({ status: 200 }),
  };
}

/** A real HTTP server whose answers the test chooses. */
export class MockEndpoint {
  readonly requests: RecordedRequest[] = [];
  respond = wellBehaved();
  readonly origin: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<MockEndpoint> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = new MockEndpoint(server);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { method = '', url: path = '', headers } = request;
      const recorded = { method, path, headers, body: Buffer.concat(chunks).toString() };
      endpoint.requests.push(recorded);
      const reply = await endpoint.respond[method as keyof Responders](recorded);
      if (reply.answer === false) response.destroy();
      else if (reply.cut)
        response.writeHead(reply.status, reply.headers).write(reply.body, () => response.destroy());
      else if (reply.stall) response.writeHead(reply.status, reply.headers).write(reply.body);
      else response.writeHead(reply.status, reply.headers).end(reply.body);
    });
    return endpoint;
  }

  get url(): string {
    return `${this.origin}/whip/endpoint/live`;
  }

  of(method: string): RecordedRequest[] {
    return this.requests.filter((request) => request.method === method);
  }

  /** Waits until there are `count` requests of a method. */
  async reached(method: string, count: number): Promise<RecordedRequest[]> {
    await until(() => this.of(method).length >= count, `${count} ${method}`);
    return this.of(method);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

export async function until(
  condition: () => boolean,
  what: string,
  withinMilliseconds = 4000,
): Promise<void> {
  const deadline = Date.now() + withinMilliseconds;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Long enough for anything that should not happen to happen. */
export function quiet(milliseconds = 120): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
