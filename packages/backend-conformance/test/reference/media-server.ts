import { randomBytes } from 'node:crypto';
import type { Clock } from '@whipway/core';
import { type ServerHabits, ServerSession, type ServerSessionEvents } from './server-session.js';

/** The request did not get through: the server is away. */
export class ServerAway extends Error {}

/** The server's own refusal. */
export class ServerRefusal extends Error {}

/** A media server in memory, on a clock: answers late, can stall, can go away, holds sessions. */
export class MediaServer implements ServerHabits {
  readonly clock: Clock;
  readonly sessions = new Map<string, ServerSession>();
  refusesRestarts = false;
  silence = 2_000;
  saysGoodbye = true;
  /** Called for every packet that belongs to no session any more. */
  onStrayPacket = () => {};
  /** A client was killed. Only the test knows. */
  clientVanished = false;
  #away = false;
  #stalled: (() => void)[] | undefined;
  readonly #breaks = new Set<() => void>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** One request: taken now, done a millisecond later, or when a stall ends. */
  request<Value>(work: () => Value): Promise<Value> {
    if (this.#away) return Promise.reject(new ServerAway('connection refused'));
    return new Promise((resolve, reject) => {
      const broken = () => reject(new ServerAway('connection lost'));
      this.#breaks.add(broken);
      this.clock.after(1, () =>
        this.#whenAnswering(() => {
          if (!this.#breaks.delete(broken)) return;
          try {
            resolve(work());
          } catch (error) {
            reject(error);
          }
        }),
      );
    });
  }

  openSession(
    kinds: ReadonlyMap<string, 'audio' | 'video'>,
    events: ServerSessionEvents,
  ): ServerSession {
    const session = new ServerSession(randomBytes(8).toString('hex'), kinds, events, this);
    this.sessions.set(session.id, session);
    return session;
  }

  /** A session that nobody will ever close. */
  leak(): void {
    const silent = { mediaUp() {}, mediaDown() {}, peerClosed() {}, serverGone() {} };
    this.openSession(new Map(), silent);
  }

  closeSession(id: string): void {
    this.sessions.get(id)?.release();
    this.sessions.delete(id);
  }

  /** A peer finds its session by the ufrag of the answer. */
  sessionOf(ufrag: string): ServerSession | undefined {
    return [...this.sessions.values()].find((session) => session.local.ufrag === ufrag);
  }

  get away(): boolean {
    return this.#away;
  }

  stall(): void {
    this.#stalled ??= [];
  }

  endStall(): void {
    const waiting = this.#stalled ?? [];
    this.#stalled = undefined;
    for (const go of waiting) go();
  }

  goAway(): void {
    this.#away = true;
    for (const broken of this.#breaks) broken();
    this.#breaks.clear();
    for (const session of this.sessions.values()) session.serverGone();
    this.sessions.clear();
  }

  comeBack(): void {
    this.#away = false;
  }

  #whenAnswering(go: () => void): void {
    if (this.#stalled) this.#stalled.push(go);
    else go();
  }
}
