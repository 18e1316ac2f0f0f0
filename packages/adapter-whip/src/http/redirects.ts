import { WhipError } from '@whipway/core';
import type { HttpReply } from './http-message.js';

/** RFC 9110, section 15.4: 307 and 308 keep method and body, the others lose them (C-25). */
export function isFollowable({ status }: HttpReply): boolean {
  return status === 307 || status === 308;
}

/**
 * Where a 307 or 308 leads.
 *
 * @throws WhipError `backend-refused` when it says no usable target, or leaves HTTPS
 */
export function redirectTarget(reply: HttpReply): URL {
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
