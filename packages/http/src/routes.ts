import type { SessionKind } from '@whipway/core';
import { splitTarget } from './http-message.js';

/** A kind of URL this package serves. */
export interface Route {
  /** What the id in the URL names. */
  readonly subject: 'endpoint' | 'session';
  /** `publish`: WHIP. `watch`: WHEP. */
  readonly kind: SessionKind;
  /** The path in front of the id. */
  readonly prefix: string;
}

// biome-ignore format: one row a line, read it as a table
export const ROUTES = {
  'whip-endpoint': { subject: 'endpoint', kind: 'publish', prefix: '/whip/endpoint/' },
  'whip-session':  { subject: 'session',  kind: 'publish', prefix: '/whip/session/' },
  'whep-endpoint': { subject: 'endpoint', kind: 'watch',   prefix: '/whep/endpoint/' },
  'whep-session':  { subject: 'session',  kind: 'watch',   prefix: '/whep/session/' },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** Where a request goes. */
export interface MatchedRoute {
  readonly name: RouteName;
  readonly route: Route;
  /** The endpoint's or session's id, percent-decoded; empty when it cannot be decoded. */
  readonly id: string;
}

const ROUTE_NAMES = Object.keys(ROUTES) as RouteName[];

/** The route of a request target, undefined when it is none of ours. */
export function matchRoute(target: string, basePath: string): MatchedRoute | undefined {
  const { path } = splitTarget(target);
  for (const name of ROUTE_NAMES) {
    const prefix = basePath + ROUTES[name].prefix;
    if (path.startsWith(prefix) && path.length > prefix.length) {
      return { name, route: ROUTES[name], id: decodeId(path.slice(prefix.length)) };
    }
  }
  return undefined;
}

/** Path of a session's URL: absolute, without a query. */
export function sessionPath(kind: SessionKind, sessionId: string): string {
  const name = kind === 'publish' ? 'whip-session' : 'whep-session';
  return ROUTES[name].prefix + encodeURIComponent(sessionId);
}

function decodeId(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
