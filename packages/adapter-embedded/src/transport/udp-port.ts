import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface PortRange {
  readonly min: number;
  readonly max: number;
}

/** Room for bursts of a key frame to many viewers, bytes; the system may grant less. */
const BUFFER_BYTES = 1024 * 1024;

/** One bound UDP socket that never raises an error event: what cannot be sent is lost, as UDP is. */
export class UdpPort {
  readonly address: string;
  readonly port: number;
  onDatagram: (data: Buffer, host: string, port: number) => void = () => {};
  readonly #socket: Socket;
  #closing: Promise<void> | undefined;

  private constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.address = address;
    this.port = socket.address().port;
    enlargeBuffers(socket);
    socket.on('error', () => {});
    socket.on('message', (data, from) => this.onDatagram(data, from.address, from.port));
  }

  /**
   * Binds `address`, on any free port of the range.
   *
   * @throws the system's error, e.g. EADDRNOTAVAIL, or EADDRINUSE when the range is used up
   */
  static async bind(address: string, range?: PortRange): Promise<UdpPort> {
    let failure: unknown;
    for (const port of candidates(range)) {
      try {
        return new UdpPort(await bound(address, port), address);
      } catch (error) {
        failure = error;
        if (!isInUse(error)) break;
      }
    }
    throw failure;
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  send(data: Buffer, host: string, port: number): void {
    if (this.closed) return;
    try {
      // Without a callback Node keeps asynchronous failures to itself; bad arguments throw.
      this.#socket.send(data, port, host);
    } catch {}
  }

  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => this.#socket.close(() => resolve()));
    return this.#closing;
  }
}

/** Port numbers to try: 0 is the system's choice, a range is gone round from a random start. */
function* candidates(range: PortRange | undefined): Iterable<number> {
  if (!range) return yield 0;
  const size = range.max - range.min + 1;
  const start = Math.floor(Math.random() * size);
  for (let step = 0; step < size; step += 1) yield range.min + ((start + step) % size);
}

type LookupDone = (error: null, address: string, family: number) => void;

function bound(address: string, port: number): Promise<Socket> {
  // Addresses are literals: without a look-up a datagram is out before `send` returns.
  const lookup = (host: string, _options: unknown, done: LookupDone): void => done(null, host, 0);
  const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', lookup });
  return new Promise((resolve, reject) => {
    socket.once('error', (error) => socket.close(() => reject(error)));
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

function enlargeBuffers(socket: Socket): void {
  try {
    socket.setRecvBufferSize(BUFFER_BYTES);
    socket.setSendBufferSize(BUFFER_BYTES);
  } catch {}
}

const IN_USE = 'EADDRINUSE';

/** What the system calls an error, e.g. `EADDRNOTAVAIL`. */
export function errorCode(error: unknown): string | undefined {
  // Not by `instanceof`: errors of Node's own modules may come from another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function isInUse(error: unknown): boolean {
  return errorCode(error) === IN_USE;
}
