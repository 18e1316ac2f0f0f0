import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The smallest honest Acme: HTTP and SDP as the real one, and no media behind it. */
export class FakeAcme {
  readonly sessions = new Set<string>();
  #server: Server = createServer();
  #port = 0;
  #stall: Promise<void> = Promise.resolve();
  endStall = () => {};

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const { method = '', url = '' } = request;
      const body = await text(request);
      await this.#stall;
      if (method === 'DELETE') this.sessions.delete(url);
      if (method !== 'POST') response.end();
      else if (!/ (opus|VP8|H264)\//.test(body)) response.writeHead(422).end();
      else response.writeHead(201, { location: this.#hold() }).end(answerTo(body));
    });
    await new Promise<void>((ready) => this.#server.listen(this.#port, '127.0.0.1', ready));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.sessions.clear();
    this.#server.closeAllConnections();
    await new Promise<void>((closed) => this.#server.close(() => closed()));
  }

  #hold(): string {
    const location = `/sessions/${randomBytes(8).toString('hex')}`;
    this.sessions.add(location);
    return location;
  }

  stall(): void {
    this.#stall = new Promise((resolve) => {
      this.endStall = resolve;
    });
  }
}

const DROPPED =
  /^a=(candidate|end-of-candidates|ice-|fingerprint|setup|send|recv|rid|simulcast|msid)/;

function answerTo(offer: string): string {
  const transport = [
    `a=ice-ufrag:${randomBytes(4).toString('hex')}`,
    `a=ice-pwd:${randomBytes(16).toString('hex')}`,
    `a=fingerprint:sha-256 ${Array(32).fill('AC').join(':')}`,
    `a=setup:${offer.includes('a=setup:passive') ? 'active' : 'passive'}`,
    'a=recvonly',
    'a=candidate:1 1 udp 2122260223 127.0.0.1 9 typ host',
  ];
  const [session = '', ...sections] = offer.split(/^(?=m=)/m);
  const answered = sections.map((section) => {
    const kept = section
      .trim()
      .split('\r\n')
      .filter((line) => !DROPPED.test(line));
    return [...kept, ...transport, ''].join('\r\n');
  });
  return [session, ...answered].join('');
}
