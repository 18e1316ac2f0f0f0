import {
  type BackendCapabilities,
  type BackendEndpoint,
  type BackendEnvironment,
  type BackendSession,
  type Call,
  type CheckedOffer,
  type MediaBackend,
  type PublishContext,
  unlessAborted,
} from '@whipway/core';
import { capabilitiesOf } from './capabilities.js';
import { JanusConnection } from './connection/janus-connection.js';
import { translated } from './error-map.js';
import { PublisherOpening, type Surroundings } from './publishing/open-publisher.js';
import { Plans } from './publishing/plans.js';
import { Rooms } from './rooms/rooms.js';
import { JanusSession } from './session.js';
import type { JanusBackendSettings } from './settings.js';
import { AdminStats } from './statistics/admin-stats.js';
import { NO_STATS, type StatsSource } from './statistics/stats-source.js';

/** Milliseconds that Janus may take to let go of sessions and rooms when the backend is closed. */
const RELEASE_LIMIT = 3_000;

/** One Janus, driven over one WebSocket. */
export class JanusBackend implements MediaBackend {
  readonly name = 'janus';
  readonly capabilities: BackendCapabilities;
  readonly #plans: Plans;
  readonly #surroundings: Surroundings;
  readonly #stats: StatsSource;
  readonly #sessions = new Set<JanusSession>();
  #closing: Promise<void> | undefined;

  constructor(settings: JanusBackendSettings, { clock, logger }: BackendEnvironment) {
    this.#plans = new Plans(settings.adminKey);
    this.capabilities = capabilitiesOf(settings);
    const connection = new JanusConnection(settings, clock, logger, {
      renewed: () => void rooms.restore(),
      claimed: () => this.#recheck(),
    });
    const rooms = new Rooms(connection, logger, settings.adminKey);
    this.#surroundings = { connection, rooms, clock };
    this.#stats = settings.admin ? new AdminStats(settings.admin, connection) : NO_STATS;
  }

  open(offer: CheckedOffer, context: PublishContext, call: Call): Promise<BackendSession> {
    const plan = this.#plans.of(context.endpoint);
    const opening = new PublisherOpening(this.#surroundings, plan, offer, context);
    const work = async () => {
      const publisher = await translated(() => opening.run());
      const session = new JanusSession(publisher, plan, this.#stats, (closed) =>
        this.#sessions.delete(closed),
      );
      this.#sessions.add(session);
      publisher.events.opened();
      return session;
    };
    return unlessAborted(work, call, {
      abandon: () => opening.abandon(),
      late: (session) => void session.close('not-opened'),
    });
  }

  /** Makes the endpoint's room, so that viewers can be there before the publisher. */
  async openEndpoint(endpoint: BackendEndpoint, call: Call): Promise<void> {
    const { room } = this.#plans.of(endpoint);
    if (!room) return;
    await this.#call(() => this.#surroundings.rooms.enter(endpoint.id, room), call);
  }

  async closeEndpoint(endpoint: BackendEndpoint, call: Call): Promise<void> {
    await this.#call(() => this.#surroundings.rooms.remove(endpoint.id), call);
  }

  async health(call: Call): Promise<void> {
    const { connection } = this.#surroundings;
    await this.#call(() => connection.request({ janus: 'keepalive' }, { ackIsAnswer: true }), call);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { connection, clock } = this.#surroundings;
    if (connection.isLive) {
      let cancel = () => {};
      const patience = new Promise<void>((resolve) => {
        cancel = clock.after(RELEASE_LIMIT, resolve);
      });
      await Promise.race([this.#release(), patience]);
      cancel();
    }
    await connection.close();
  }

  async #release(): Promise<void> {
    const closing = [...this.#sessions].map((session) => session.close('shutdown'));
    await Promise.all(closing);
    await this.#surroundings.rooms.removeAll();
  }

  #recheck(): void {
    for (const session of this.#sessions) void session.recheck().catch(() => {});
  }

  #call<Value>(work: () => Promise<Value>, call: Call): Promise<Value> {
    return unlessAborted(() => translated(work), call);
  }
}
