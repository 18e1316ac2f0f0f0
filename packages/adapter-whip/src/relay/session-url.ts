import { WhipError } from '@whipway/core';
import type { HttpReply } from '../http/http-message.js';
import type { ServerQuirkId } from './server-quirks.js';

/**
 * The session’s URL: the Location, resolved against the URL that replied at last, after redirects
 * (RFC 9725, section 4.2; RFC 9110, section 10.2.2; C-24).
 *
 * @throws WhipError `answer-unusable` for one that is no HTTP URL
 */
export function sessionUrl(
  reply: HttpReply,
  note: (quirk: ServerQuirkId) => void,
): URL | undefined {
  const location = reply.header('location');
  if (location === undefined) {
    note('location-missing');
    return undefined;
  }
  const url = URL.canParse(location, reply.url.href) ? new URL(location, reply.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new WhipError(
      'answer-unusable',
      'The Location of the media server’s 201 is no HTTP URL.',
    );
  return withoutDowngrade(url, reply.url, note);
}

function withoutDowngrade(url: URL, from: URL, note: (quirk: ServerQuirkId) => void): URL {
  if (from.protocol !== 'https:' || url.protocol !== 'http:') return url;
  if (url.hostname !== from.hostname)
    throw new WhipError('answer-unusable', 'The media server’s session URL leaves HTTPS.');
  note('location-downgraded');
  return new URL(url.pathname + url.search, from);
}
