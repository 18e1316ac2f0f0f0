import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import ipaddr from 'ipaddr.js';

/** Thrown into a connection attempt; its code is what the HTTP client sees. */
export const PRIVATE_ADDRESS = 'ERR_PRIVATE_ADDRESS';

/** True for everything but public unicast: loopback, link-local, private, reserved, unreadable. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  return !ipaddr.isValid(bare) || ipaddr.process(bare).range() !== 'unicast';
}

/** True when the host of a URL is an IP address and a private one. A name is judged when resolved. */
export function isPrivateHost({ hostname }: URL): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) && isPrivateAddress(bare);
}

/** True for `localhost` and loopback addresses. */
export function isLoopbackHost({ hostname }: URL): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(bare)) return bare === 'localhost';
  return ipaddr.process(bare).range() === 'loopback';
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * `dns.lookup` that knows public addresses only. It is given to the socket itself, so that a name
 * cannot resolve to one address when checked and to another when connected.
 */
export function publicLookup(
  hostname: string,
  options: LookupAllOptions,
  callback: LookupCallback,
): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(Object.assign(new Error('private address'), { code: PRIVATE_ADDRESS }), []);
    if (options.all) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
}

/** True when a name resolves to a private address, as far as it resolves at all. */
export function isPrivateName({ hostname }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    publicLookup(hostname, { all: true }, (error) => resolve(error?.code === PRIVATE_ADDRESS));
  });
}
