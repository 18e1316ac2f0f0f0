/** How a connection is watched, in milliseconds. */
export interface SilencePatience {
  /** Between two looks. */
  readonly look: number;
  /** Between two questions to the other side. */
  readonly ask: number;
  /** Without any word from the other side the network is taken to be down. */
  readonly silent: number;
}

export const PATIENCE: SilencePatience = { look: 500, ask: 2000, silent: 5000 };

export interface WatchedConnection {
  /** Grows with everything that comes from the other side. */
  received(): number;
  /** Asks for an answer. */
  ask(): void;
  /** The other side has gone silent, or is heard again. */
  changed(silent: boolean): void;
}

/**
 * Notices that the network is down long before consent ends, which takes 30 s (RFC 7675), so that
 * ICE can be restarted in time.
 */
export class SilenceWatch {
  readonly #connection: WatchedConnection;
  readonly #patience: SilencePatience;
  readonly #now: () => number;
  #timer: ReturnType<typeof setInterval> | undefined;
  #received = 0;
  #heard = 0;
  #asked = 0;
  #silent = false;

  constructor(connection: WatchedConnection, patience = PATIENCE, now = Date.now) {
    this.#connection = connection;
    this.#patience = patience;
    this.#now = now;
  }

  /** From now on; begins anew when it runs already. */
  start(): void {
    this.stop();
    this.#silent = false;
    this.#heard = this.#now();
    this.#received = this.#connection.received();
    this.#timer = setInterval(() => this.#look(), this.#patience.look);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const now = this.#now();
    const received = this.#connection.received();
    if (received !== this.#received) this.#heard = now;
    this.#received = received;
    if (now - this.#asked >= this.#patience.ask) {
      this.#asked = now;
      this.#connection.ask();
    }
    const silent = now - this.#heard >= this.#patience.silent;
    if (silent === this.#silent) return;
    this.#silent = silent;
    this.#connection.changed(silent);
  }
}
