import { connect, type Socket } from 'node:net';

/** A response as it stood on the wire: header lines neither joined nor sorted. */
export interface RawResponse {
  readonly status: number;
  readonly lines: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The value of the one line with this name; throws when it is repeated. */
  header(name: string): string | undefined;
  /** Values of all lines with this name. */
  all(name: string): readonly string[];
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
}

/** Sends one request over a socket of its own and reads exactly one response. */
export async function send(port: number, request: RawRequest): Promise<RawResponse> {
  const connection = await openConnection(port);
  try {
    return await connection.exchange(request);
  } finally {
    connection.close();
  }
}

/** Bytes of a request, Content-Length included unless the headers say otherwise. */
export function requestBytes({ method, path, headers = [], body }: RawRequest): Buffer {
  const content = typeof body === 'string' ? Buffer.from(body) : body;
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name));
  const lines: readonly (readonly [string, string])[] = [
    ['Host', '127.0.0.1'],
    ...headers,
    ...(content && !framed ? [['Content-Length', String(content.length)] as const] : []),
  ];
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${head}\r\n`, 'latin1'),
    content ?? Buffer.alloc(0),
  ]);
}

export class RawConnection {
  readonly socket: Socket;
  /** What broke the connection; undefined when it ended cleanly or goes on. */
  failure: Error | undefined;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('end', end).on('close', end);
    socket.on('error', (error) => {
      this.failure = error;
      end();
    });
  }

  async exchange(request: RawRequest): Promise<RawResponse> {
    this.socket.write(requestBytes(request));
    return await this.response(request.method);
  }

  /** Reads the next response, skipping 100 Continue. */
  async response(method = 'GET'): Promise<RawResponse> {
    const head = await this.#readUntil('\r\n\r\n');
    const [statusLine = '', ...rows] = head.trimEnd().split('\r\n');
    const status = Number(statusLine.split(' ')[1]);
    if (status === 100) return await this.response(method);
    const lines = rows.map((row) => {
      const colon = row.indexOf(':');
      return [row.slice(0, colon), row.slice(colon + 1).trim()] as const;
    });
    const all = (name: string) =>
      lines.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
    const header = (name: string) => {
      const values = all(name);
      if (values.length > 1) throw new Error(`${name} came ${values.length} times`);
      return values[0];
    };
    const length = method === 'HEAD' ? 0 : Number(header('content-length') ?? 0);
    const body = (await this.#read(length)).toString('utf8');
    return { status, lines, body, all, header };
  }

  /** Resolves when the server has closed; rejects with what it sent instead. */
  async closed(): Promise<void> {
    while (!this.#ended) await this.#more();
    if (this.#received.length > 0) throw new Error(`left over: ${this.#received.toString('utf8')}`);
  }

  close(): void {
    this.socket.destroy();
  }

  async #readUntil(mark: string): Promise<string> {
    for (;;) {
      const index = this.#received.indexOf(mark);
      if (index >= 0) return (await this.#read(index + mark.length)).toString('latin1');
      if (this.#ended) throw new Error(`closed after: ${this.#received.toString('utf8')}`);
      await this.#more();
    }
  }

  async #read(length: number): Promise<Buffer> {
    while (this.#received.length < length) {
      if (this.#ended) throw new Error('closed inside a body');
      await this.#more();
    }
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

export async function openConnection(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1' });
  await new Promise<void>((resolve, reject) =>
    socket.once('connect', resolve).once('error', reject),
  );
  return new RawConnection(socket);
}
