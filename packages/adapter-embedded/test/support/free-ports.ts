import { createSocket, type Socket } from 'node:dgram';

/** UDP ports that a test's backend alone uses: outside the range the system gives away by itself. */
export class PortBlock {
  readonly min: number;
  readonly max: number;

  private constructor(min: number, size: number) {
    this.min = min;
    this.max = min + size - 1;
  }

  /** Finds a block that nobody uses. Blocks of test processes that run beside each other differ. */
  static async find(size = 40): Promise<PortBlock> {
    for (let tries = 0; ; tries += 1) {
      const block = new PortBlock(12_000 + (((process.pid + tries * 7) * size) % 15_000), size);
      if ((await block.bound()) === 0) return block;
      if (tries > 100) throw new Error('no free block of UDP ports');
    }
  }

  /** How many ports of the block are bound on 127.0.0.1 now. Asks the system, not the backend. */
  async bound(): Promise<number> {
    const taken = await Promise.all(this.#ports.map((port) => take(port)));
    for (const socket of taken) socket?.close();
    return taken.filter((socket) => !socket).length;
  }

  /** Leaves no port to others for so many milliseconds. */
  async occupy(duration: number): Promise<void> {
    const taken = await Promise.all(this.#ports.map((port) => take(port)));
    setTimeout(() => {
      for (const socket of taken) socket?.close();
    }, duration);
  }

  get #ports(): readonly number[] {
    return Array.from({ length: this.max - this.min + 1 }, (_, step) => this.min + step);
  }
}

/** Whether nobody has this port now. Asks the system. */
export async function isFree(port: number, address = '127.0.0.1'): Promise<boolean> {
  const socket = await take(port, address);
  socket?.close();
  return socket !== undefined;
}

/** Undefined when another has it. */
function take(port: number, address = '127.0.0.1'): Promise<Socket | undefined> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => socket.close(() => resolve(undefined)));
    socket.bind(port, address, () => resolve(socket));
  });
}
