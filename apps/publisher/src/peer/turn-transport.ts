import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, isIP, type Socket, connect as tcpConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { type TurnProtocol, UdpTransport } from 'werift';
import { unlessAborted } from './unless-aborted.js';

type Transport = TurnProtocol['transport'];
type Address = readonly [host: string, port: number];

/** A way to a TURN server, and the address that it really has: answers are told by it. */
export interface TurnTransport {
  readonly transport: Transport;
  readonly server: Address;
}

/**
 * @param resolve looks a name up.
 * @throws what the network throws, and the signal's reason; then nothing is left open.
 */
export async function openTurnTransport(
  kind: 'udp' | 'tcp' | 'tls',
  address: Address,
  signal: AbortSignal,
  resolve: typeof lookup = lookup,
): Promise<TurnTransport> {
  return kind === 'udp' ? openUdp(address, signal, resolve) : openStream(kind, address, signal);
}

async function openUdp(
  [host, port]: Address,
  signal: AbortSignal,
  resolve: typeof lookup,
): Promise<TurnTransport> {
  // Without a network a name is looked up for half a minute.
  const { address, family } = await unlessAborted(resolve(host), signal);
  signal.throwIfAborted();
  const transport = await UdpTransport.init(family === 6 ? 'udp6' : 'udp4');
  // A network that goes down makes sending fail; unheard, that would end the process.
  transport.socket.on('error', () => undefined);
  return { transport, server: [address, port] };
}

async function openStream(
  kind: 'tcp' | 'tls',
  [host, port]: Address,
  signal: AbortSignal,
): Promise<TurnTransport> {
  const socket =
    kind === 'tcp'
      ? tcpConnect({ host, port })
      : tlsConnect({ host, port, ...(isIP(host) ? {} : { servername: host }) });
  socket.on('error', () => undefined);
  try {
    await once(socket, kind === 'tcp' ? 'connect' : 'secureConnect', { signal });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  const server: Address = [socket.remoteAddress ?? host, port];
  return { transport: new StreamTransport(kind, socket, server), server };
}

/** werift's own stream transport connects again unasked, without the allocation, and cannot be aborted. */
class StreamTransport implements Transport {
  readonly type: 'tcp' | 'tls';
  readonly #socket: Socket;
  onData: Transport['onData'] = () => undefined;

  constructor(type: 'tcp' | 'tls', socket: Socket, server: Address) {
    this.type = type;
    this.#socket = socket;
    socket.on('data', (data) => this.onData(data, server));
  }

  get address(): AddressInfo {
    return this.#socket.address() as AddressInfo;
  }

  get closed(): boolean {
    return !this.#socket.writable;
  }

  send = (data: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#socket.write(data, (error) => (error ? reject(error) : resolve()));
    });

  close = async (): Promise<void> => {
    this.#socket.destroy();
  };
}
