import type { Logger } from '@whipway/core';
import { SERVER_QUIRKS, type ServerQuirkId, type ServerQuirkRow } from './server-quirks.js';

/** The quirks one session met; each is logged once. */
export class QuirkNotes {
  readonly #logger: Logger;
  readonly #sessionId: string;
  readonly #noted = new Set<ServerQuirkId>();

  constructor(logger: Logger, sessionId: string) {
    this.#logger = logger;
    this.#sessionId = sessionId;
  }

  /** A function of its own, to be handed on. */
  readonly note = (quirk: ServerQuirkId): void => {
    if (this.#noted.has(quirk)) return;
    this.#noted.add(quirk);
    const { reaction, level = 'info' }: ServerQuirkRow = SERVER_QUIRKS[quirk];
    this.#logger[level]('a quirk of the upstream server', {
      sessionId: this.#sessionId,
      quirk,
      reaction,
    });
  };
}
