import { isIP } from 'node:net';

/** `Host` or the authority of an origin: a name, or an address, with or without a port. */
const AUTHORITY = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/;

/** The name in a Host header, lower case; undefined when it cannot be read. */
export function hostName(host: string | undefined): string | undefined {
  const name = AUTHORITY.exec((host ?? '').toLowerCase())?.[1];
  return name?.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/**
 * Whether a request may name this host. A page elsewhere can point a name of its own at this machine
 * (DNS rebinding) and then counts as the same origin; it can do so with no address, and not with
 * `localhost` (RFC 6761, section 6.3).
 */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  const name = hostName(host);
  if (name === undefined) return false;
  return (
    isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || names.includes(name)
  );
}

/** Whether a page's origin is the server it talks to, whatever the scheme: a proxy may end TLS. */
export function isSameHost(origin: string, host: string | undefined): boolean {
  const authority = /^https?:\/\/(.+)$/i.exec(origin)?.[1];
  return authority !== undefined && authority.toLowerCase() === host?.toLowerCase();
}
