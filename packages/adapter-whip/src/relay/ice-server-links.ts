import { type IceServer, iceServerFault, type OfferedIceServers } from '@whipway/core';
import LinkHeader from 'http-link-header';
import type { HttpReply } from '../http/http-message.js';
import type { IceServersPolicy } from '../settings.js';
import type { ServerQuirkId } from './server-quirks.js';

/**
 * STUN and TURN servers of a 201 (RFC 9725, section 4.6; C-31), as the policy has them. A line that
 * cannot be read costs only itself. Nothing of them is logged: TURN credentials stand in them.
 */
export function offeredIceServers(
  reply: HttpReply,
  policy: IceServersPolicy,
  note: (quirk: ServerQuirkId) => void,
): OfferedIceServers | undefined {
  if (policy === 'own') return undefined;
  const found = reply.lines('link').flatMap((line) => readLine(line));
  const servers = found.filter((server) => server !== undefined);
  if (servers.length < found.length) note('link-malformed');
  if (servers.some(misreadByObs)) note('link-misread-by-obs');
  if (servers.length === 0) return undefined;
  return { servers, use: policy === 'upstream' ? 'instead' : 'beside' };
}

/** Undefined stands for a server that cannot be passed on. */
function readLine(line: string): readonly (IceServer | undefined)[] {
  try {
    return LinkHeader.parse(line).rel('ice-server').map(toServer);
  } catch {
    return /ice-server/i.test(line) ? [undefined] : [];
  }
}

function toServer({ uri, ...parameters }: LinkHeader.Reference): IceServer | undefined {
  const { username, credential, 'credential-type': type = 'password' } = parameters;
  const server = {
    urls: uri,
    ...(typeof username === 'string' ? { username } : {}),
    ...(typeof credential === 'string' ? { credential } : {}),
  };
  return type === 'password' && iceServerFault(server) === undefined ? server : undefined;
}

/** OBS takes a line apart at every comma and semicolon, quoted ones too. */
function misreadByObs({ username = '', credential = '' }: IceServer): boolean {
  return /[,;]/.test(username + credential);
}
