// What goes over the wire, as schemas and types. Imports no Node module, so that pages can use it.
export { CLIENT_KINDS, type Client, type ClientKind, client } from './client.js';
export { type Endpoint, endpoint } from './endpoint.js';
export {
  bearerToken,
  blockFields,
  ENDPOINT_FIELDS,
  type EndpointBlocks,
  endpointId,
} from './endpoint-fields.js';
export {
  type EndpointChange,
  type EndpointInput,
  endpointChange,
  endpointInput,
} from './endpoint-input.js';
export { type AdminEvent, EVENTS, type EventData, type EventName } from './events.js';
export {
  type EndpointQuery,
  endpointPage,
  endpointQuery,
  PAGE_LIMITS,
  type Page,
  type SessionQuery,
  sessionPage,
  sessionQuery,
} from './page.js';
export { type Problem, problem } from './problem.js';
export {
  type Backend,
  type BackendList,
  backend,
  backendList,
  type Server,
  server,
} from './server.js';
export {
  closeReason,
  type Session,
  type SessionDetails,
  type SessionSummary,
  session,
  sessionDetails,
  sessionKind,
  sessionState,
  sessionSummary,
  type Teardown,
  type TimelineEntry,
  teardown,
  timelineEntry,
} from './session.js';
export { type SessionStatistics, sessionStats, type TrackStatistics } from './session-stats.js';
export {
  LONGEST_TOKEN_LIFE,
  type MadeToken,
  madeToken,
  type TokenInput,
  tokenInput,
} from './token.js';
