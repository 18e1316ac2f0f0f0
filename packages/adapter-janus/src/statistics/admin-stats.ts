import { type SessionStats, WhipError } from '@whipway/core';
import type { JanusConnection } from '../connection/janus-connection.js';
import type { Joined } from '../publishing/publishing-plan.js';
import type { JanusBackendSettings } from '../settings.js';
import { type HandleInfo, readHandleInfo } from './handle-info.js';
import { sessionStats } from './session-stats.js';
import type { StatsSource } from './stats-source.js';

/** Milliseconds for one admin request. */
const LIMIT = 5_000;

/** Numbers from `handle_info` of the admin API, over HTTP. */
export class AdminStats implements StatsSource {
  readonly #admin: NonNullable<JanusBackendSettings['admin']>;
  readonly #connection: JanusConnection;
  #requests = 0;

  constructor(admin: NonNullable<JanusBackendSettings['admin']>, connection: JanusConnection) {
    this.#admin = admin;
    this.#connection = connection;
  }

  async of(joined: Joined): Promise<SessionStats> {
    return sessionStats(await this.#handleInfo(joined));
  }

  async flowing(joined: Joined): Promise<boolean> {
    const { tracks } = await this.of(joined);
    return tracks.some(({ bitrate = 0 }) => bitrate > 0);
  }

  async #handleInfo({ handle }: Joined): Promise<HandleInfo> {
    const { id: session } = await this.#connection.ready();
    this.#requests += 1;
    const request = {
      janus: 'handle_info',
      transaction: `s${this.#requests}`,
      admin_secret: this.#admin.secret,
    };
    try {
      const response = await fetch(`${this.#admin.url}/${session}/${handle.id}`, {
        method: 'POST',
        body: JSON.stringify(request),
        signal: AbortSignal.timeout(LIMIT),
      });
      return readHandleInfo(await response.json());
    } catch (cause) {
      throw new WhipError('backend-failed', 'Janus’ admin API gave no statistics.', { cause });
    }
  }
}
