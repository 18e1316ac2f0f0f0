import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on a free port of the loopback. */
export interface Listening {
  readonly port: number;
  /** Connections that are open now. */
  connections(): Promise<number>;
  stop(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Listening> {
  return await listening(createServer(listener));
}

/** Starts the server if it does not listen yet. */
export async function listening(server: Server): Promise<Listening> {
  if (!server.listening) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
  return {
    port: (server.address() as AddressInfo).port,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
