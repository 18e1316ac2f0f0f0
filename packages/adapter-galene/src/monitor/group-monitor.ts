import type { Clock, Logger } from '@whipway/core';
import WebSocket from 'ws';
import type { AdminApi } from '../admin/admin-api.js';
import { GroupMembers } from './group-members.js';
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
  /** A user left the group, or was sent away: Galene does not tell which. */
  left(username: string, members: GroupMembers): void;
  /** The monitor has come in, again perhaps, and who is there is known. */
  listed(members: GroupMembers): void;
  /** Everybody was sent away. */
  emptied(reason: string): void;
  /** The monitor is out, or still out; Galene itself may be away. */
  away(): void;
}

/** Milliseconds before joining again, and the life of the monitor’s token. */
const REJOIN_PAUSE = 2_000;
const TOKEN_LIFE = 60_000;
/**
 * From the join until everybody was listed: the list has no end mark. Who is missing by then is asked
 * after, which tells for certain.
 */
const LISTING_TIME = 500;
/** Galene pings after 20 s of silence. */
const SILENCE_LIMIT = 45_000;

/** A seat in one group, to hear at once who leaves (protocol “2”, since Galene 0.7). */
export class GroupMonitor {
  readonly #options: MonitorOptions;
  readonly #members = new GroupMembers();
  #socket: WebSocket | undefined;
  #cancel = () => {};
  #cancelListing = () => {};
  #closed = false;

  constructor(options: MonitorOptions) {
    this.#options = options;
    void this.#enter();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
    this.#cancelListing();
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
    if (message?.type === 'joined' && message.kind === 'join') this.#joined();
    if (message?.type === 'user') this.#user(message);
    if (message?.type === 'usermessage' && message.kind === 'kicked') this.#kicked(message);
  }

  #joined(): void {
    const { clock, listed } = this.#options;
    this.#members.clear();
    this.#cancelListing();
    this.#cancelListing = clock.after(LISTING_TIME, () => listed(this.#members));
  }

  #user(message: MonitorMessage): void {
    const { logger, group, left } = this.#options;
    const gone = this.#members.hear(message);
    const { count, operators } = this.#members;
    const who = { group, kind: message.kind, clients: count, operators };
    logger.debug('who is in a Galene group has changed', who);
    if (gone !== undefined) left(gone, this.#members);
  }

  /** With an id an operator sent the monitor away; without one Galene sends everybody away. */
  #kicked({ id = '', value }: MonitorMessage): void {
    const reason = typeof value === 'string' ? value : '';
    const { logger, group, emptied } = this.#options;
    logger.warn('Galene sent the monitor away', { group, reason });
    if (id === '') emptied(reason);
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
    this.#cancelListing();
    if (this.#closed) return;
    this.#options.away();
    this.#cancel = this.#options.clock.after(REJOIN_PAUSE, () => void this.#enter());
  }
}
