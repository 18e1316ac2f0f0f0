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
  /** As Node’s TLS takes it. */
  readonly tls: { readonly rejectUnauthorized: boolean; readonly ca?: string };
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

/** Milliseconds before joining again: twice the first pause, then each is twice as long as the last. */
const REJOIN_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
/** Milliseconds. The token is revoked once it has served. */
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
  #token: string | undefined;
  /** Joins in a row that came to nothing. */
  #failures = 0;
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
    this.#revokeToken();
    this.#socket?.terminate();
  }

  async #enter(): Promise<void> {
    const { admin, group, clock } = this.#options;
    try {
      const expires = clock.now() + TOKEN_LIFE;
      const wish = { username: JOIN_NAME, permissions: ['op'], expires };
      const token = await admin.mintToken(group, wish);
      this.#token = token;
      if (this.#closed) this.#revokeToken();
      else if (token === undefined) this.#failed('Galene has no such group');
      else this.#connect(token);
    } catch (error) {
      this.#failed(error);
    }
  }

  #connect(token: string): void {
    const { url, host, tls } = this.#options;
    const socket = new WebSocket(url, {
      handshakeTimeout: 5_000,
      ...tls,
      ...(host === undefined ? {} : { headers: { Host: host } }),
    });
    this.#socket = socket;
    socket.on('open', () => {
      socket.send(handshake());
      socket.send(join(this.#options.group, token));
    });
    socket.on('message', (data) => this.#hear(socket, data.toString()));
    socket.on('error', (error) => {
      this.#warn(error);
      socket.terminate();
    });
    socket.on('close', () => this.#rejoin());
    this.#watch(socket);
  }

  #hear(socket: WebSocket, text: string): void {
    this.#watch(socket);
    const message = isMessage(text);
    if (message?.type === 'ping') socket.send(pong());
    if (message?.type === 'joined' && message.kind === 'fail') {
      this.#warn(message.value);
      socket.terminate();
    }
    if (message?.type === 'joined' && message.kind === 'join') this.#joined();
    if (message?.type === 'user') this.#user(message);
    if (message?.type === 'usermessage' && message.kind === 'kicked') this.#kicked(message);
  }

  #joined(): void {
    const { clock, listed } = this.#options;
    this.#members.clear();
    this.#cancelListing();
    this.#revokeToken();
    this.#cancelListing = clock.after(LISTING_TIME, () => {
      this.#failures = 0;
      listed(this.#members);
    });
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

  #failed(reason: unknown): void {
    this.#warn(reason);
    this.#rejoin();
  }

  /** Once an outage: that it goes on is no news. */
  #warn(reason: unknown): void {
    const { logger, group } = this.#options;
    if (this.#failures > 0 || this.#closed) return;
    logger.warn('the monitor is not in the Galene group', { group, reason: asText(reason) });
  }

  /** Galene asks for it at the join only. What cannot be revoked ends by itself. */
  #revokeToken(): void {
    const { admin, group } = this.#options;
    const token = this.#token;
    this.#token = undefined;
    if (token !== undefined) admin.revokeToken(group, token).catch(() => {});
  }

  #watch(socket: WebSocket): void {
    this.#cancel();
    this.#cancel = this.#options.clock.after(SILENCE_LIMIT, () => socket.terminate());
  }

  #rejoin(): void {
    this.#cancel();
    this.#cancelListing();
    this.#revokeToken();
    if (this.#closed) return;
    this.#options.away();
    const pause = REJOIN_PAUSE * 2 ** Math.max(0, this.#failures - 1);
    this.#failures += 1;
    const next = () => void this.#enter();
    this.#cancel = this.#options.clock.after(Math.min(pause, LONGEST_PAUSE), next);
  }
}

/** Errors of requests may hold more than their message. */
function asText(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
