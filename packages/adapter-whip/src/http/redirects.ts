import { WhipError } from '@whipway/core';
import type { HttpReply } from './http-message.js';

/** RFC 9110, section 15.4: those that keep method and body (C-25). */
const KEEPING: readonly number[] = [307, 308];

/**
 * Where a 3xx leads.
 *
 * @throws WhipError `backend-refused` when it would turn the POST into a GET (301, 302, 303), says no
 *   usable target, or leaves HTTPS
 */
export function redirectTarget(reply: HttpReply): URL {
  if (!KEEPING.includes(reply.status))
    throw refused(`redirects with ${reply.status}, which WHIP forbids: the offer would be lost`);
  const location = reply.header('location');
  if (location === undefined || !URL.canParse(location, reply.url.href))
    throw refused('redirects without a usable Location');
  const target = new URL(location, reply.url);
  if (!/^https?:$/.test(target.protocol)) throw refused('redirects to something that is not HTTP');
  if (reply.url.protocol === 'https:' && target.protocol !== 'https:')
    throw refused('redirects from HTTPS to HTTP');
  return target;
}

function refused(what: string): WhipError {
  return new WhipError('backend-refused', `The media server ${what}.`);
}
