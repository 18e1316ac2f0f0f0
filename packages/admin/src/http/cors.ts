import type { HeaderLine, WhipHttpRequest } from '@whipway/http';
import type { AdminHttpSettings } from './settings.js';

const REQUEST_HEADERS = 'authorization, content-type, if-match, last-event-id';
const RESPONSE_HEADERS = 'Location, ETag, Allow, WWW-Authenticate';

/** For pages of the origins that are listed; those of this server need none. */
export function corsLines(
  { headers }: WhipHttpRequest,
  { origins }: AdminHttpSettings,
): readonly HeaderLine[] {
  const origin = headers.values('origin')[0];
  if (origin === undefined || !origins.includes(origin)) return [['Vary', 'Origin']];
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Expose-Headers', RESPONSE_HEADERS],
    ['Vary', 'Origin'],
  ];
}

/** What a browser asks for before it sends anything of weight. */
export function preflightLines(methods: readonly string[]): readonly HeaderLine[] {
  return [
    ['Access-Control-Allow-Methods', methods.join(', ')],
    ['Access-Control-Allow-Headers', REQUEST_HEADERS],
    ['Access-Control-Max-Age', '600'],
  ];
}
