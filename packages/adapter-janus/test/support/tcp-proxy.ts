import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP connection that a test can cut, while both ends live on. */
export interface TcpProxy {
  /** The proxied URL. */
  readonly url: string;
  /** Cuts all connections without a close handshake. New ones are taken. */
  cut(): void;
  /** Takes no new connections until told so. */
  refuse(refusing: boolean): void;
  close(): Promise<void>;
}

/** Stands in front of a ws:// URL. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let refusing = false;
  const server = createServer((near) => {
    if (refusing) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    refuse: (now) => {
      refusing = now;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
