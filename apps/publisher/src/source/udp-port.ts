import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A packet of a key frame at high bitrates is followed by many more before they can be read. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** Where a media tool on this machine sends to: a UDP port on 127.0.0.1. */
export class UdpPort {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * @param received gets every datagram of the first sender whose datagram is `wanted`: other programs
   *   on this machine may send here as well
   */
  static async open(
    received: (datagram: Buffer) => void,
    wanted: (datagram: Buffer) => boolean = () => true,
  ): Promise<UdpPort> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER });
    let sender: number | undefined;
    socket.on('message', (datagram, { port }) => {
      if (!wanted(datagram) || port !== (sender ?? port)) return;
      sender = port;
      received(datagram);
    });
    // Nobody on this machine can make a bound loopback socket fail; a full system must not end us.
    socket.on('error', () => undefined);
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new UdpPort(socket);
  }

  get number(): number {
    return this.#socket.address().port;
  }

  /** Sends to another port of this machine. */
  send(datagram: Buffer, port: number): void {
    this.#socket.send(datagram, port, '127.0.0.1', () => undefined);
  }

  close(): void {
    this.#socket.close();
  }
}

/** A UDP port of 127.0.0.1 that was free a moment ago, for a tool to listen on. */
export async function freeUdpPort(): Promise<number> {
  const port = await UdpPort.open(() => {});
  const { number } = port;
  port.close();
  return number;
}

/**
 * An even UDP port of 127.0.0.1 that was free a moment ago, with the next one free as well: where a
 * tool listens for RTP and RTCP (RFC 3550, section 11).
 *
 * @param taken even ports that are not to be told again
 * @throws Error when the system has none
 */
export async function freePortPair(taken: readonly number[]): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = (await freeUdpPort()) & ~1;
    if (!taken.includes(port) && (await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('there are no two free UDP ports in a row');
}

/** False when somebody has it already. */
export async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    return await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.bind(port, '127.0.0.1', () => resolve(true));
    });
  } finally {
    socket.close();
  }
}
