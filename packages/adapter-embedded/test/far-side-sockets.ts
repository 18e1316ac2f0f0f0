import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:dgram';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const onFarSide = new AsyncLocalStorage<true>();

/** Runs what the far side does, so that its sockets are told from the backend's. */
export function asFarSide<Value>(work: () => Value): Value {
  return onFarSide.run(true, work);
}

/** Counts the UDP sockets the backend has open: one a session, on one address. */
export class BackendSockets {
  readonly #open = new Set<Socket>();
  readonly #note = (message: unknown): void => {
    if (onFarSide.getStore()) return;
    const { socket } = message as { readonly socket: Socket };
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
  };

  constructor() {
    subscribe('udp.socket', this.#note);
  }

  get open(): number {
    return this.#open.size;
  }

  stop(): void {
    unsubscribe('udp.socket', this.#note);
  }
}
