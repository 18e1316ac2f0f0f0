import type { AddressInfo } from 'node:net';
import type { Admin } from '@whipway/admin';
import { type Gateway, type Logger, WhipError } from '@whipway/core';
import type { WhipHandler } from '@whipway/http';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';
import { buildApplication } from '../http/build-application.js';
import { logSessions } from '../log/session-lines.js';
import { ListenError } from './listen-error.js';
import { isLoopback } from './server-urls.js';

/** How long responses on their way may take to leave once every session has ended, milliseconds. */
const LAST_RESPONSES = 1_000;

/** What a request may take beyond the handler's own deadlines, which answer better, milliseconds. */
const REQUEST_SLACK = 5_000;

export interface ServerParts {
  readonly config: Config;
  readonly gateway: Gateway;
  readonly handler: WhipHandler;
  readonly admin: Admin;
  readonly logger: Logger;
  readonly studioFolder: string;
}

/** Milliseconds in which a whole request must be there, also one that the handler never sees. */
export function requestTimeFor({ authorizeTime, bodyTime }: Config['limits']): number {
  return authorizeTime + bodyTime + REQUEST_SLACK;
}

/** The server of a process: listens, and stops in order. */
export class Server {
  readonly #parts: ServerParts;
  #app: FastifyInstance | undefined;
  #stopping: Promise<void> | undefined;

  constructor(parts: ServerParts) {
    this.#parts = parts;
  }

  /** Listens. @returns the port. @throws ListenError, or StoreError, in a sentence */
  async start(): Promise<number> {
    const { config, gateway, handler, admin, logger, studioFolder } = this.#parts;
    const tls = config.tlsMaterial;
    const { host, port } = config.listen;
    this.#warnAboutPlainHttp();
    this.#warnAboutIceServers();
    logSessions(gateway, logger);
    await admin.start();
    this.#app = await buildApplication({
      handlers: config.admin.enabled ? [handler, admin.handler] : [handler],
      gateway,
      logger,
      tls,
      studioFolder,
      requestTime: requestTimeFor(config.limits),
    });
    try {
      await this.#app.listen({ host, port });
    } catch (error) {
      throw new ListenError(error, host, port);
    }
    this.#warnAboutBackend();
    return (this.#app.server.address() as AddressInfo).port;
  }

  /**
   * Ends every session with `shutdown`, then closes all connections. Whoever asks meanwhile is told:
   * `/readyz` and new offers get 503 from the first moment. Idempotent.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopInOrder();
    return this.#stopping;
  }

  async #stopInOrder(): Promise<void> {
    const { gateway, admin } = this.#parts;
    await gateway.close();
    await admin.close();
    const app = this.#app;
    const force = setTimeout(() => app?.server.closeAllConnections(), LAST_RESPONSES);
    await app?.close();
    clearTimeout(force);
  }

  /** S-120. */
  #warnAboutPlainHttp(): void {
    const { host, publicUrl, tls } = this.#parts.config.listen;
    if (tls || isLoopback(host) || publicUrl?.startsWith('https:')) return;
    this.#parts.logger.warn(
      'plain HTTP on an address others can reach: tokens travel unencrypted. Set listen.tls, or put a TLS proxy in front and its URL in listen.publicUrl',
      { host },
    );
  }

  /** OBS takes a Link line apart at every comma and semicolon, quoted ones too. */
  #warnAboutIceServers(): void {
    for (const { urls, username = '', credential = '' } of this.#parts.config.iceServers) {
      if (!/[,;]/.test(username + credential)) continue;
      this.#parts.logger.warn(
        'the user name or password of an ICE server has a comma or semicolon: OBS misreads such a server. Choose others',
        { urls },
      );
    }
  }

  /** A media server that is down is no reason not to start: it may come. */
  #warnAboutBackend(): void {
    const { gateway, logger } = this.#parts;
    gateway.health().catch((error: unknown) => {
      const { message } = WhipError.from(error, 'backend-failed');
      logger.warn('the backend is not ready', { backend: gateway.backend.name, reason: message });
    });
  }
}
