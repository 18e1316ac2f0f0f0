import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/**
 * A `media.udpPorts` for one backend: any free port at first, and one that somebody else has taken
 * while `take` holds.
 */
export class PortChoice {
  min = 0;
  max = 0;
  #taken: Socket | undefined;

  async take(): Promise<void> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    this.#taken = socket;
    this.#choose(socket.address().port);
  }

  async leave(): Promise<void> {
    this.#choose(0);
    this.#taken?.close();
  }

  #choose(port: number): void {
    this.min = port;
    this.max = port;
  }
}
