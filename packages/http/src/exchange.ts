import type { HeaderLine, WhipHttpRequest } from './http-message.js';
import type { MatchedRoute } from './routes.js';
import type { HandlerSettings } from './settings.js';

/** One request on its way through the handler. */
export interface Exchange {
  readonly request: WhipHttpRequest;
  readonly matched: MatchedRoute;
  readonly settings: HandlerSettings;
  /** How much of the request's body was taken; decides whether the connection can go on. */
  bodyRead: 'nothing' | 'part' | 'all';
}

/** What an operation answers, before the headers every response has. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body?: string;
  readonly undelivered?: () => void;
}
