import type { HeaderLine } from './http-message.js';
import type { BodyExchange } from './read-body.js';
import type { MatchedRoute } from './routes.js';
import type { HandlerSettings } from './settings.js';

/** One request on its way through the handler. */
export interface Exchange extends BodyExchange {
  readonly matched: MatchedRoute;
  readonly settings: HandlerSettings;
}

/** What an operation answers, before the headers every response has. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body?: string;
  readonly undelivered?: () => void;
}
