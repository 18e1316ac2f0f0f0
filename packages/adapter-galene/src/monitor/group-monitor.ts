import type { Clock, Logger } from '@whipway/core';
import WebSocket from 'ws';
import type { AdminApi } from '../admin/admin-api.js';
import {
  handshake,
  isMessage,
  JOIN_NAME,
  join,
  type MonitorMessage,
  pong,
} from './monitor-messages.js';

export interface MonitorOptions {
  readonly group: string;
  readonly url: string;
  readonly host: string | undefined;
  readonly verifyCertificate: boolean;
  readonly admin: AdminApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A user left the group, or was sent away. */
  left(username: string): void;
}

/** Milliseconds before joining again, and the life of the monitor’s token. */
const REJOIN_PAUSE = 2_000;
const TOKEN_LIFE = 60_000;
/** Galene pings after 20 s of silence. */
const SILENCE_LIMIT = 45_000;

/** A seat in one group, to hear at once who leaves (protocol “2”, since Galene 0.7). */
export class GroupMonitor {
  readonly #options: MonitorOptions;
  #socket: WebSocket | undefined;
  #cancel = () => {};
  #closed = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
    void this.#enter();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#socket?.terminate();
  }

  async #enter(): Promise<void> {
    const { admin, group, clock } = this.#options;
    try {
      const expires = clock.now() + TOKEN_LIFE;
      const wish = { username: JOIN_NAME, permissions: ['op'], expires };
      const token = await admin.mintToken(group, wish);
      if (token === undefined) this.#rejoin();
      else if (!this.#closed) this.#connect(token);
    } catch {
      this.#rejoin();
    }
  }

  #connect(token: string): void {
    const { url, host, verifyCertificate } = this.#options;
    const socket = new WebSocket(url, {
      handshakeTimeout: 5_000,
      rejectUnauthorized: verifyCertificate,
      ...(host === undefined ? {} : { headers: { Host: host } }),
    });
    this.#socket = socket;
    socket.on('open', () => {
      socket.send(handshake());
      socket.send(join(this.#options.group, token));
    });
    socket.on('message', (data) => this.#hear(socket, data.toString()));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#rejoin());
    this.#watch(socket);
  }

  #hear(socket: WebSocket, text: string): void {
    this.#watch(socket);
    const message = isMessage(text);
    if (message?.type === 'ping') socket.send(pong());
    if (message?.type === 'joined' && message.kind === 'fail') this.#failed(message, socket);
    if (message?.type === 'user' && message.kind === 'delete' && message.username !== undefined)
      this.#options.left(message.username);
  }

  #failed({ value }: MonitorMessage, socket: WebSocket): void {
    const { logger, group } = this.#options;
    logger.warn('Galene does not let the monitor in', { group, reason: value });
    socket.terminate();
  }

  #watch(socket: WebSocket): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(SILENCE_LIMIT, () => socket.terminate());
  }

  #rejoin(): void {
    this.#cancel();
    if (this.#closed) return;
    this.#cancel = this.#options.clock.after(REJOIN_PAUSE, () => void this.#enter());
  }
}
