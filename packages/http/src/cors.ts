import type { HeaderLine, WhipHttpRequest } from './http-message.js';
import { takesPatch } from './methods.js';
import type { MatchedRoute } from './routes.js';
import type { HandlerSettings } from './settings.js';

/** By name: `*` would not cover `authorization` (S-54). `etag` is sent by the Eyevinn SDK. */
const REQUEST_HEADERS = 'authorization, content-type, if-match, etag';

/** S-55; `allow` on top, so that a page can read why a method was refused. */
const RESPONSE_HEADERS =
  'Location, ETag, Link, Retry-After, WWW-Authenticate, Accept-Post, Accept-Patch, Allow';

/** CORS headers of every response, errors included (S-55, S-56). */
export function corsLines(
  { cors }: HandlerSettings,
  request: WhipHttpRequest,
): readonly HeaderLine[] {
  if (cors === '*') {
    return [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Expose-Headers', RESPONSE_HEADERS],
    ];
  }
  const origin = request.headers.values('origin')[0];
  if (origin === undefined || !cors.includes(origin)) return [['Vary', 'Origin']];
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Expose-Headers', RESPONSE_HEADERS],
    ['Vary', 'Origin'],
  ];
}

/**
 * What a preflight asks for, on every OPTIONS: clients switch trickle on when an endpoint's
 * Allow-Methods has PATCH, and one fails when OPTIONS is not in it (S-52, S-53, S-58).
 */
export function preflightLines(
  { route }: MatchedRoute,
  settings: HandlerSettings,
): readonly HeaderLine[] {
  const patch = takesPatch(route.kind === 'publish' ? 'whip-session' : 'whep-session', settings);
  const methods = ['OPTIONS', 'GET', 'HEAD', 'POST', ...(patch ? ['PATCH'] : []), 'DELETE'];
  return [
    ['Access-Control-Allow-Methods', methods.join(', ')],
    ['Access-Control-Allow-Headers', REQUEST_HEADERS],
  ];
}

/** A CORS preflight is known by this header alone (X8). */
export function isPreflight(request: WhipHttpRequest): boolean {
  return request.headers.values('access-control-request-method').length > 0;
}

/** True when a preflight announces that the page wants to send `Link` (S-64). */
export function asksForLink(request: WhipHttpRequest): boolean {
  return request.headers
    .values('access-control-request-headers')
    .some((line) => line.split(',').some((name) => name.trim().toLowerCase() === 'link'));
}
