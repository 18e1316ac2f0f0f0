import { type BackendSession, WhipError } from '@whipway/core';

/** The sessions of a backend, to be ended with it. */
export class OpenSessions {
  readonly #sessions = new Set<BackendSession>();
  #closed = false;

  /** @throws WhipError `shutting-down` once closed */
  check(): void {
    if (this.#closed) throw new WhipError('shutting-down', 'The media backend is closed.');
  }

  /**
   * Keeps a session until it says that it is over.
   *
   * @param make makes it; gets what to call at its end
   * @throws WhipError `shutting-down` when the backend was closed meanwhile; the session is closed
   */
  async keep<Session extends BackendSession>(
    make: (over: () => void) => Session,
  ): Promise<Session> {
    const session: Session = make(() => this.#sessions.delete(session));
    this.#sessions.add(session);
    if (this.#closed) await session.close('shutdown');
    this.check();
    return session;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions].map((session) => session.close('shutdown')));
  }
}
