import { can } from '@whipway/core';
import { SDP, SDP_FRAGMENT } from './media-types.js';
import { answer, end, type Operation, patch, present, publish, watch } from './operations.js';
import type { MatchedRoute, RouteName } from './routes.js';
import type { HandlerSettings } from './settings.js';

/** A body of a certain type, how long it may be, and what is done with it. */
export interface BodyRow {
  readonly limit: 'offer' | 'fragment';
  readonly run: Operation;
}

/** What a method does: without looking at a body, or with one of certain media types. */
export type MethodRow =
  | { readonly run: Operation }
  | { readonly bodies: Readonly<Record<string, BodyRow>> };

const PRESENT: MethodRow = { run: present };
const END: MethodRow = { run: end };
const PUBLISH: BodyRow = { limit: 'offer', run: publish };
const WATCH: BodyRow = { limit: 'offer', run: watch };
const FRAGMENT: BodyRow = { limit: 'fragment', run: patch };
const ANSWER: BodyRow = { limit: 'offer', run: answer };

// biome-ignore format: one row a line, read it as a table
/** Every method of every kind of URL beside OPTIONS, in the order of the Allow header (S-42). */
const METHODS: Record<RouteName, Readonly<Record<string, MethodRow>>> = {
  'whip-endpoint': { GET: PRESENT, HEAD: PRESENT, POST: { bodies: { [SDP]: PUBLISH } } },
  'whip-session':  { GET: PRESENT, HEAD: PRESENT, PATCH: { bodies: { [SDP_FRAGMENT]: FRAGMENT } }, DELETE: END },
  'whep-endpoint': { GET: PRESENT, HEAD: PRESENT, POST: { bodies: { [SDP]: WATCH } } },
  'whep-session':  { GET: PRESENT, HEAD: PRESENT, PATCH: { bodies: { [SDP_FRAGMENT]: FRAGMENT, [SDP]: ANSWER } }, DELETE: END },
};

/** Methods of HTTP: 405 where they are not served; anything else is 501 (S-42, S-43). */
const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'TRACE'];

/** The value of Allow, as a list. */
export function allowedMethods(
  { name }: MatchedRoute,
  settings: HandlerSettings,
): readonly string[] {
  const methods = ['OPTIONS', ...Object.keys(METHODS[name])];
  return methods.filter((method) => method !== 'PATCH' || takesPatch(name, settings));
}

/** What a method of {@link allowedMethods} does. */
export function methodRow({ name }: MatchedRoute, method: string): MethodRow | undefined {
  return METHODS[name][method];
}

/** The media types that a method takes. */
export function bodyTypes(matched: MatchedRoute, method: string): readonly string[] {
  const row = methodRow(matched, method);
  return row && 'bodies' in row ? Object.keys(row.bodies) : [];
}

export function isKnownMethod(method: string): boolean {
  return KNOWN_METHODS.includes(method);
}

/**
 * A backend with neither trickle nor restart has no PATCH at all (X12); a player's answer to a
 * counter-offer comes as PATCH whatever the backend can do.
 */
export function takesPatch(name: RouteName, { gateway }: HandlerSettings): boolean {
  const { trickle, restart } = gateway.backend.capabilities;
  return name === 'whep-session' || can(trickle) || can(restart);
}
