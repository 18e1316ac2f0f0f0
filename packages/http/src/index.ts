export type { IceServer } from '@whipway/core';
export type { Authorization, AuthorizationRequest, Authorize } from './authorize.js';
export { createWhipHandler, type WhipHandler } from './handler.js';
export type {
  HeaderLine,
  RequestHeaders,
  ResponseSink,
  WhipHttpRequest,
  WhipHttpResponse,
} from './http-message.js';
export type { ProtocolExtension } from './links.js';
export { platformPorts } from './platform.js';
export { type MatchedRoute, matchRoute, ROUTES, type Route, type RouteName } from './routes.js';
export type { WhipGateway, WhipHandlerOptions, WhipHttpLimits } from './settings.js';
export { staticTokens } from './static-tokens.js';
export { type EndpointTokens, TokenDirectory } from './token-directory.js';
