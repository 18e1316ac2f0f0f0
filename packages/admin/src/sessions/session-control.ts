import { type AbortSignalLike, type Gateway, WhipError } from '@whipway/core';
import type { SessionStatistics } from '../wire/index.js';
import type { SessionLog } from './session-log.js';

/** What can be done with a live session by its name. */
export class SessionControl {
  readonly #gateway: Pick<Gateway, 'end' | 'stats'>;
  readonly #log: SessionLog;

  constructor(gateway: Pick<Gateway, 'end' | 'stats'>, log: SessionLog) {
    this.#gateway = gateway;
    this.#log = log;
  }

  /** Ends it with `revoked`. @throws WhipError `session-not-found` */
  async tearDown(name: string, note: string | undefined): Promise<void> {
    await this.#gateway.end(this.#requireLive(name), 'revoked', note);
  }

  /** @throws WhipError `session-not-found`, or the backend's */
  async stats(name: string, signal: AbortSignalLike): Promise<SessionStatistics> {
    const { tracks, ...transport } = await this.#gateway.stats(this.#requireLive(name), signal);
    return { ...transport, tracks: [...tracks] };
  }

  #requireLive(name: string): string {
    const record = this.#log.find(name);
    if (!record) throw new WhipError('session-not-found', `There is no session ${name}.`);
    if (record.ending) throw new WhipError('session-not-found', `Session ${name} has ended.`);
    return record.snapshot.id;
  }
}
