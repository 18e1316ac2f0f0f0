import type { NetworkInterfaceInfo } from 'node:os';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * The addresses to offer for media. Loopback only where the server is on this machine: elsewhere it
 * is of no use. Link-local IPv6 addresses need a zone, which candidates do not have.
 */
export function localAddresses(interfaces: Interfaces, serverIsHere: boolean): readonly string[] {
  const all = Object.values(interfaces).flatMap((entries) => entries ?? []);
  const outside = all
    .filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address);
  const loopback = serverIsHere ? ['127.0.0.1'] : [];
  return [...new Set([...loopback, ...outside])];
}

/** True when the URL is on this machine by its name. */
export function isHere(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
