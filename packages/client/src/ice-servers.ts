import { iceServersFrom, parseLinkHeader } from './http/link-header.js';
import type { IceServer } from './platform.js';

/**
 * STUN and TURN servers of a Link header, for who asks by OPTIONS before there is a session (RFC
 * 9725, section 4.6). The client itself reads those of the 201. What a browser would refuse is left
 * out. Never throws.
 */
export function readIceServers(link: string | null): IceServer[] {
  return iceServersFrom(parseLinkHeader(link));
}
