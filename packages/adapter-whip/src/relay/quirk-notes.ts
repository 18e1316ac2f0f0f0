import type { PublishContext } from '@whipway/core';
import { SERVER_QUIRKS, type ServerQuirkId, type ServerQuirkRow } from './server-quirks.js';

/** The quirks one session met; each is logged and told to the operator once. */
export class QuirkNotes {
  readonly #context: PublishContext;
  readonly #noted = new Set<ServerQuirkId>();

  constructor(context: PublishContext) {
    this.#context = context;
  }

  /** A function of its own, to be handed on. */
  readonly note = (quirk: ServerQuirkId): void => {
    if (this.#noted.has(quirk)) return;
    this.#noted.add(quirk);
    const { reaction, level = 'info' }: ServerQuirkRow = SERVER_QUIRKS[quirk];
    const { logger, sessionId, reports } = this.#context;
    logger[level]('a quirk of the upstream server', { sessionId, quirk, reaction });
    reports.note?.(quirk, reaction);
  };
}
